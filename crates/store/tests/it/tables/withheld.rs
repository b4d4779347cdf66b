//! Messages that nobody sees for now, and accounts that see nothing.

use parvis_model::Id;
use parvis_model::marker::UserMarker;
use parvis_store::tables::{channels, messages, users, withheld};

use super::{add_channel, add_guild, add_message, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_withheld_message_is_in_no_channel_and_comes_back_as_it_was,
    who_is_suspended_is_known,
}

async fn a_withheld_message_is_in_no_channel_and_comes_back_as_it_was(database: Database) {
    run(database, |tx| {
        let ada = add_user(tx, 1, "ada")?;
        let guild = add_guild(tx, 10, ada)?;
        let channel = add_channel(tx, 20, Some(guild))?;
        let (message, _) = add_message(tx, channel, ada, 5)?;
        let under = Id::new(999);
        assert!(withheld::withhold(tx, channel, message.id, under)?);
        assert!(!withheld::withhold(tx, channel, message.id, under)?);
        assert_eq!(messages::get(tx, channel, message.id, ada)?, None);
        assert_eq!(channels::heads(tx, &[channel])?[0].removed, 1);
        assert!(withheld::restore(tx, under, message.id, channel)?);
        assert!(!withheld::restore(tx, under, message.id, channel)?);
        let back = messages::get(tx, channel, message.id, ada)?.expect("it is back");
        assert_eq!(back.content, message.content);
        assert_eq!(channels::heads(tx, &[channel])?[0].removed, 0);
        withheld::withhold(tx, channel, message.id, under)?;
        assert!(!withheld::restore(tx, under, message.id, Id::new(21))?, "that channel is gone");
        assert_eq!(messages::delete(tx, under, &[message.id], 7)?, [message.id]);
        Ok(())
    })
    .await;
}

async fn who_is_suspended_is_known(database: Database) {
    run(database, |tx| {
        let ada: Id<UserMarker> = add_user(tx, 1, "ada")?;
        assert_eq!(users::suspended(tx)?, []);
        users::set_suspended(tx, ada, Some(i64::MAX))?;
        assert_eq!(users::suspended(tx)?, [(ada, i64::MAX)]);
        users::set_suspended(tx, ada, None)?;
        assert_eq!(users::suspended(tx)?, []);
        Ok(())
    })
    .await;
}
