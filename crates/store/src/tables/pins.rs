//! Pinned messages of channels, the last pinned first.

use parvis_model::marker::{ChannelMarker, MessageMarker};
use parvis_model::{Id, Timestamp};

use crate::{StoreError, Tx};

/// Pins a message and returns when; `None` when it is pinned already or does not exist. No two messages of a channel
/// are pinned at the same moment, so that pages by time leave nothing out.
pub fn pin(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    id: Id<MessageMarker>,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let after_last = last(tx, channel_id)?.map_or(0, |last| last.unix_ms() + 1);
    let pinned_ms = now.unix_ms().max(after_last);
    let changed = tx.execute(
        "update messages set pinned_ms = $3 where channel_id = $1 and id = $2 and pinned_ms is null",
        &[&channel_id, &id, &pinned_ms],
    )?;
    Ok((changed > 0).then_some(Timestamp::from_unix_ms(pinned_ms)))
}

/// Takes a pin away; whether there was one.
pub fn unpin(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    id: Id<MessageMarker>,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update messages set pinned_ms = null where channel_id = $1 and id = $2 and pinned_ms is not null",
        &[&channel_id, &id],
    )?;
    Ok(changed > 0)
}

/// How many messages of a channel are pinned.
pub fn count(tx: &mut Tx<'_>, channel_id: Id<ChannelMarker>) -> Result<usize, StoreError> {
    tx.query_one(
        "select count(*) from messages where channel_id = $1 and pinned_ms is not null",
        &[&channel_id],
        |row| row.get(0),
    )
}

/// When something that is still pinned was last pinned.
pub fn last(tx: &mut Tx<'_>, channel_id: Id<ChannelMarker>) -> Result<Option<Timestamp>, StoreError> {
    tx.query_one(
        "select max(pinned_ms) from messages where channel_id = $1 and pinned_ms is not null",
        &[&channel_id],
        |row| row.get(0),
    )
}

/// Messages that were pinned before a moment, the last pinned first, with when that was.
pub fn page(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    before: Timestamp,
    limit: u32,
) -> Result<Vec<(Id<MessageMarker>, Timestamp)>, StoreError> {
    tx.query(
        "select id, pinned_ms from messages where channel_id = $1 and pinned_ms is not null and pinned_ms < $2
         order by pinned_ms desc limit $3",
        &[&channel_id, &before, &limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
