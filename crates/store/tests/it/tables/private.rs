//! Private conversations.

use parvis_model::marker::{ChannelMarker, UserMarker};
use parvis_model::{Channel, Id};
use parvis_store::tables::{channels, private};
use parvis_store::{StoreError, Tx};

use super::{add_channel, add_guild, add_message, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    two_accounts_have_one_conversation_whoever_asks,
    open_conversations_are_listed_with_everybody_else_in_them,
    a_conversation_is_closed_for_one_and_left_by_one,
}

fn people(channel: &Channel) -> Vec<u64> {
    channel.recipients.iter().map(|user| user.id.get()).collect()
}

/// A conversation of these accounts, shown to all of them.
fn conversation(
    tx: &mut Tx<'_>,
    id: u64,
    people: &[Id<UserMarker>],
) -> Result<Id<ChannelMarker>, StoreError> {
    let channel = add_channel(tx, id, None)?;
    for user in people {
        channels::add_participant(tx, channel, *user, true)?;
    }
    Ok(channel)
}

async fn two_accounts_have_one_conversation_whoever_asks(database: Database) {
    run(database, |tx| {
        let (ada, eve, zoe) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?, add_user(tx, 3, "zoe")?);
        let (first, second) = (add_channel(tx, 20, None)?, add_channel(tx, 21, None)?);
        assert_eq!(private::between(tx, ada, eve)?, None);
        assert!(private::insert_pair(tx, eve, ada, first)?);
        assert!(!private::insert_pair(tx, eve, ada, second)?);
        assert!(!private::insert_pair(tx, ada, eve, second)?);
        assert_eq!(private::between(tx, ada, eve)?, Some(first));
        assert_eq!(private::between(tx, eve, ada)?, Some(first));
        assert_eq!(private::between(tx, ada, zoe)?, None);
        assert!(private::insert_pair(tx, ada, zoe, second)?);
        assert_eq!(private::between(tx, zoe, ada)?, Some(second));
        Ok(())
    })
    .await;
}

async fn open_conversations_are_listed_with_everybody_else_in_them(database: Database) {
    run(database, |tx| {
        let (ada, eve, zoe) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?, add_user(tx, 3, "zoe")?);
        let group = conversation(tx, 22, &[zoe, eve, ada])?;
        let pair = conversation(tx, 20, &[ada, eve])?;
        conversation(tx, 21, &[eve, zoe])?;
        let guild = add_guild(tx, 10, ada)?;
        add_channel(tx, 23, Some(guild))?;
        let (message, _) = add_message(tx, group, zoe, 1_000)?;
        let open = private::of_user(tx, ada)?;
        let seen: Vec<_> = open.iter().map(|it| (it.id, it.last_message_id, people(it))).collect();
        assert_eq!(seen, [(pair, None, vec![2]), (group, Some(message.id), vec![2, 3])]);
        assert_eq!(private::of_user(tx, Id::new(4))?, []);
        Ok(())
    })
    .await;
}

async fn a_conversation_is_closed_for_one_and_left_by_one(database: Database) {
    run(database, |tx| {
        let (ada, eve, zoe) = (add_user(tx, 1, "ada")?, add_user(tx, 2, "eve")?, add_user(tx, 3, "zoe")?);
        let group = conversation(tx, 20, &[ada, eve, zoe])?;
        assert!(private::set_shown(tx, group, ada, false)?);
        assert!(!private::set_shown(tx, group, ada, false)?);
        assert!(!private::set_shown(tx, group, Id::new(4), false)?);
        assert_eq!(private::of_user(tx, ada)?, []);
        let open = private::of_user(tx, eve)?;
        assert_eq!(people(&open[0]), [1, 3], "who closed it is still in it");
        assert!(private::set_shown(tx, group, ada, true)?);
        assert_eq!(private::of_user(tx, ada)?.len(), 1);
        assert!(private::remove_participant(tx, group, zoe)?);
        assert!(!private::remove_participant(tx, group, zoe)?);
        assert_eq!(private::of_user(tx, zoe)?, []);
        assert_eq!(people(&private::of_user(tx, ada)?[0]), [2]);
        Ok(())
    })
    .await;
}
