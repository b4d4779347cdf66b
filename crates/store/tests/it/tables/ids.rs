//! The highest id in use.

use parvis_model::{Attachment, Id, Role};
use parvis_store::tables::{attachments, channels, guilds, ids, logins};

use super::{add_channel, add_guild, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    an_empty_database_holds_no_id,
    every_table_is_asked_for_the_highest_id,
}

async fn an_empty_database_holds_no_id(database: Database) {
    run(database, |tx| {
        assert_eq!(ids::highest(tx)?, 0);
        Ok(())
    })
    .await;
}

async fn every_table_is_asked_for_the_highest_id(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 10, "ada")?;
        assert_eq!(ids::highest(tx)?, 10);
        let guild = add_guild(tx, 20, ada)?;
        assert_eq!(ids::highest(tx)?, 20);
        let channel = add_channel(tx, 30, Some(guild))?;
        assert_eq!(ids::highest(tx)?, 30);
        guilds::put_role(tx, guild, &Role::new(Id::new(40), "bakers"))?;
        assert_eq!(ids::highest(tx)?, 40);
        logins::insert(tx, Id::new(50), ada, &[1; 32], "{}", 1)?;
        assert_eq!(ids::highest(tx)?, 50);
        channels::next_message(tx, channel, Id::new(60))?;
        assert_eq!(ids::highest(tx)?, 60);
        let file = Attachment::new(Id::new(70), "bread.txt", 5, "");
        attachments::insert(tx, channel, Id::new(60), &file, "b1")?;
        assert_eq!(ids::highest(tx)?, 70);
        add_user(tx, i64::MAX as u64, "eve")?;
        assert_eq!(ids::highest(tx)?, i64::MAX as u64);
        Ok(())
    })
    .await;
}
