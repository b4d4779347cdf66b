//! Where accounts are mentioned.

use parvis_model::{Id, Mention, Role, User};
use parvis_store::tables::{guilds, members, mentions};
use parvis_store::{StoreError, Tx};

use super::{add_channel, add_guild, add_member, add_message_with, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_message_that_means_somebody_twice_is_found_once_the_newest_first,
    what_was_said_to_all_before_somebody_joined_is_not_for_them,
}

fn found(tx: &mut Tx<'_>, user: u64, before: u64, limit: u32) -> Result<Vec<u64>, StoreError> {
    let page = mentions::page(tx, Id::new(user), Id::new(before), limit)?;
    Ok(page.into_iter().map(|it| it.message_id.get()).collect())
}

async fn a_message_that_means_somebody_twice_is_found_once_the_newest_first(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let guild = add_guild(tx, 10, ada)?;
        add_member(tx, guild, eve)?;
        guilds::put_role(tx, guild, &Role::new(Id::new(30), "bakers"))?;
        members::add_role(tx, guild, eve, Id::new(30))?;
        let (one, other) = (add_channel(tx, 20, Some(guild))?, add_channel(tx, 21, Some(guild))?);
        let direct = add_channel(tx, 22, None)?;
        let mut ids = Vec::new();
        for (number, channel) in [one, other, direct, one, other].into_iter().enumerate() {
            let after_ms = (i64::try_from(number).expect("small") + 1) * 1_000;
            let (message, _) = add_message_with(tx, channel, ada, after_ms, |message| match number {
                0 => message.mention_roles = vec![Id::new(30)],
                1 => message.mention_everyone = true,
                3 => {}
                _ => {
                    message.mentions = vec![Mention::from(User::new(Id::new(2), "eve"))];
                    message.mention_roles = vec![Id::new(30)];
                }
            })?;
            ids.push(message.id.get());
        }
        let all = [ids[4], ids[2], ids[1], ids[0]];
        assert_eq!(found(tx, 2, i64::MAX as u64, 10)?, all);
        assert_eq!(found(tx, 2, i64::MAX as u64, 2)?, all[..2]);
        assert_eq!(found(tx, 2, all[1], 2)?, all[2..]);
        assert_eq!(found(tx, 2, all[3], 2)?, [0_u64; 0]);
        assert_eq!(found(tx, 1, i64::MAX as u64, 10)?, [ids[1]], "everybody is ada, too");
        Ok(())
    })
    .await;
}

async fn what_was_said_to_all_before_somebody_joined_is_not_for_them(database: Database) {
    run(database, |tx| {
        let (ada, eve) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?);
        let guild = add_guild(tx, 10, ada)?;
        let channel = add_channel(tx, 20, Some(guild))?;
        let to_all = |message: &mut parvis_model::Message| message.mention_everyone = true;
        add_message_with(tx, channel, ada, -1_000, to_all)?;
        add_member(tx, guild, eve)?;
        let (after, _) = add_message_with(tx, channel, ada, 1_000, to_all)?;
        assert_eq!(found(tx, 2, i64::MAX as u64, 10)?, [after.id.get()]);
        Ok(())
    })
    .await;
}
