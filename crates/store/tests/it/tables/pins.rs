//! Pinned messages of channels.

use parvis_model::marker::{ChannelMarker, MessageMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::tables::{messages, pins};
use parvis_store::{StoreError, Tx};

use super::{add_channel, add_message, add_user, run};
use crate::engines::{Database, both_engines};

both_engines! {
    a_message_is_pinned_once_and_shown_as_pinned,
    no_two_pins_of_a_channel_share_a_moment,
    pins_come_in_pages_the_last_pinned_first,
    a_deleted_message_is_pinned_no_more,
}

const fn at(unix_ms: i64) -> Timestamp {
    Timestamp::from_unix_ms(unix_ms)
}

/// A channel and its messages.
type Filled = (Id<ChannelMarker>, Vec<Id<MessageMarker>>);

/// Two channels with three messages each.
fn fill(tx: &mut Tx<'_>) -> Result<[Filled; 2], StoreError> {
    let ada = add_user(tx, 1, "ada")?;
    let mut channel = |id| -> Result<_, StoreError> {
        let channel = add_channel(tx, id, None)?;
        let ids: Result<_, _> = (1..=3).map(|n| Ok(add_message(tx, channel, ada, n * 1_000)?.0.id)).collect();
        ids.map(|ids| (channel, ids))
    };
    Ok([channel(20)?, channel(21)?])
}

async fn a_message_is_pinned_once_and_shown_as_pinned(database: Database) {
    run(database, |tx| {
        let [(channel, ids), (other, _)] = fill(tx)?;
        let pinned = |tx: &mut Tx<'_>| -> Result<bool, StoreError> {
            Ok(messages::get(tx, channel, ids[0], Id::new(1))?.expect("the message is there").pinned)
        };
        assert_eq!((pins::count(tx, channel)?, pins::last(tx, channel)?), (0, None));
        assert!(!pinned(tx)?);
        assert_eq!(pins::pin(tx, channel, ids[0], at(500))?, Some(at(500)));
        assert!(pinned(tx)?);
        assert_eq!(pins::pin(tx, channel, ids[0], at(900))?, None);
        assert_eq!(pins::pin(tx, channel, Id::new(5), at(900))?, None);
        assert_eq!((pins::count(tx, channel)?, pins::last(tx, channel)?), (1, Some(at(500))));
        assert_eq!((pins::count(tx, other)?, pins::last(tx, other)?), (0, None));
        assert!(!pins::unpin(tx, channel, ids[1])?);
        assert!(pins::unpin(tx, channel, ids[0])?);
        assert!(!pins::unpin(tx, channel, ids[0])?);
        assert!(!pinned(tx)?);
        assert_eq!((pins::count(tx, channel)?, pins::last(tx, channel)?), (0, None));
        Ok(())
    })
    .await;
}

async fn no_two_pins_of_a_channel_share_a_moment(database: Database) {
    run(database, |tx| {
        let [(channel, ids), (other, others)] = fill(tx)?;
        assert_eq!(pins::pin(tx, channel, ids[0], at(500))?, Some(at(500)));
        assert_eq!(pins::pin(tx, channel, ids[1], at(500))?, Some(at(501)));
        assert_eq!(pins::pin(tx, channel, ids[2], at(100))?, Some(at(502)), "also when the clock goes back");
        assert_eq!(pins::pin(tx, other, others[0], at(500))?, Some(at(500)));
        assert_eq!(pins::last(tx, channel)?, Some(at(502)));
        Ok(())
    })
    .await;
}

async fn pins_come_in_pages_the_last_pinned_first(database: Database) {
    run(database, |tx| {
        let [(channel, ids), (other, others)] = fill(tx)?;
        for (id, moment) in [(ids[2], 100), (ids[0], 200), (ids[1], 300)] {
            pins::pin(tx, channel, id, at(moment))?;
        }
        pins::pin(tx, other, others[0], at(150))?;
        let end = at(i64::MAX);
        let (newest, second, oldest) = ((ids[1], at(300)), (ids[0], at(200)), (ids[2], at(100)));
        assert_eq!(pins::page(tx, channel, end, 50)?, [newest, second, oldest]);
        assert_eq!(pins::page(tx, channel, end, 2)?, [newest, second]);
        assert_eq!(pins::page(tx, channel, at(200), 2)?, [oldest], "the moment itself is left out");
        assert_eq!(pins::page(tx, channel, at(100), 2)?, []);
        assert_eq!(pins::page(tx, channel, end, 0)?, []);
        Ok(())
    })
    .await;
}

async fn a_deleted_message_is_pinned_no_more(database: Database) {
    run(database, |tx| {
        let [(channel, ids), _] = fill(tx)?;
        pins::pin(tx, channel, ids[0], at(100))?;
        pins::pin(tx, channel, ids[1], at(200))?;
        messages::delete(tx, channel, &[ids[1]], 0)?;
        assert_eq!((pins::count(tx, channel)?, pins::last(tx, channel)?), (1, Some(at(100))));
        assert_eq!(pins::page(tx, channel, at(i64::MAX), 50)?, [(ids[0], at(100))]);
        Ok(())
    })
    .await;
}
