//! Messages that accounts keep for later.

use parvis_model::marker::{ChannelMarker, MessageMarker, UserMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::tables::{messages, saved_messages};
use parvis_store::{StoreError, Tx};

use super::{add_channel, add_message, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_message_is_saved_once_for_each_account,
    saved_messages_come_in_pages_the_last_saved_first,
    a_deleted_message_is_saved_no_more,
}

const fn at(unix_ms: i64) -> Timestamp {
    Timestamp::from_unix_ms(unix_ms)
}

/// Somebody, and a channel with three messages.
type Filled = (Id<UserMarker>, Id<ChannelMarker>, Vec<Id<MessageMarker>>);

fn fill(tx: &mut Tx<'_>) -> Result<Filled, StoreError> {
    let ada = add_user(tx, 1, "ada")?;
    let channel = add_channel(tx, 20, None)?;
    let ids: Result<_, _> = (1..=3).map(|n| Ok(add_message(tx, channel, ada, n * 1_000)?.0.id)).collect();
    ids.map(|ids| (ada, channel, ids))
}

async fn a_message_is_saved_once_for_each_account(database: Database) {
    run(database, |tx| {
        let (ada, channel, ids) = fill(tx)?;
        let eve = add_user(tx, 2, "eve")?;
        assert_eq!(saved_messages::insert(tx, ada, channel, ids[0], at(5))?, Some(at(5)));
        assert_eq!(saved_messages::insert(tx, ada, channel, ids[0], at(6))?, None);
        assert_eq!(saved_messages::insert(tx, ada, channel, Id::new(99), at(7))?, None, "there is none");
        assert_eq!(saved_messages::insert(tx, eve, channel, ids[0], at(5))?, Some(at(5)));
        assert_eq!((saved_messages::count(tx, ada)?, saved_messages::count(tx, eve)?), (1, 1));
        assert!(saved_messages::delete(tx, ada, channel, ids[0])?);
        assert!(!saved_messages::delete(tx, ada, channel, ids[0])?);
        assert_eq!((saved_messages::count(tx, ada)?, saved_messages::count(tx, eve)?), (0, 1));
        saved_messages::delete_all(tx, eve)?;
        assert_eq!(saved_messages::count(tx, eve)?, 0);
        Ok(())
    })
    .await;
}

async fn saved_messages_come_in_pages_the_last_saved_first(database: Database) {
    run(database, |tx| {
        let (ada, channel, ids) = fill(tx)?;
        // All in one millisecond, and one with a clock that went back.
        saved_messages::insert(tx, ada, channel, ids[1], at(5))?;
        saved_messages::insert(tx, ada, channel, ids[0], at(5))?;
        saved_messages::insert(tx, ada, channel, ids[2], at(1))?;
        let page = |tx: &mut Tx<'_>, before: i64| -> Result<Vec<_>, StoreError> {
            let page = saved_messages::page(tx, ada, at(before), 2)?;
            Ok(page.into_iter().map(|saved| (saved.message_id, saved.saved_at)).collect())
        };
        assert_eq!(page(tx, i64::MAX)?, [(ids[2], at(7)), (ids[0], at(6))]);
        assert_eq!(page(tx, 6)?, [(ids[1], at(5))]);
        assert_eq!(page(tx, 5)?, []);
        Ok(())
    })
    .await;
}

async fn a_deleted_message_is_saved_no_more(database: Database) {
    run(database, |tx| {
        let (ada, channel, ids) = fill(tx)?;
        for id in &ids {
            saved_messages::insert(tx, ada, channel, *id, at(5))?;
        }
        messages::delete(tx, channel, &ids[..2], 0)?;
        assert_eq!(saved_messages::count(tx, ada)?, 1);
        Ok(())
    })
    .await;
}
