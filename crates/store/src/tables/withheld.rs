//! Messages that nobody sees for now: they stand under the id of the decision that withholds them, which is no
//! channel's, with their files and reactions, until they come back or are deleted there.

use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, MessageMarker};

use super::channels;
use crate::{StoreError, Tx};

/// Takes a message out of its channel; false when there is none.
pub fn withhold(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    id: Id<MessageMarker>,
    under: Id<ChannelMarker>,
) -> Result<bool, StoreError> {
    let Some(is_counted) = move_message(tx, channel_id, id, under)? else { return Ok(false) };
    if is_counted {
        channels::count_removed(tx, channel_id, 1)?;
    }
    Ok(true)
}

/// Puts a message back where it stood; false when it, or its channel, is gone.
pub fn restore(
    tx: &mut Tx<'_>,
    under: Id<ChannelMarker>,
    id: Id<MessageMarker>,
    channel_id: Id<ChannelMarker>,
) -> Result<bool, StoreError> {
    let head =
        tx.query_opt("select channel_id from channel_heads where channel_id = $1", &[&channel_id], |row| {
            row.get::<i64>(0)
        })?;
    if head.is_none() {
        return Ok(false);
    }
    let Some(is_counted) = move_message(tx, under, id, channel_id)? else { return Ok(false) };
    if is_counted {
        channels::count_removed(tx, channel_id, -1)?;
    }
    Ok(true)
}

/// Whether the message counts in its channel; `None` when there is none.
fn move_message(
    tx: &mut Tx<'_>,
    from: Id<ChannelMarker>,
    id: Id<MessageMarker>,
    to: Id<ChannelMarker>,
) -> Result<Option<bool>, StoreError> {
    let seq = tx.query_opt(
        "update messages set channel_id = $3 where channel_id = $1 and id = $2 returning seq",
        &[&from, &id, &to],
        |row| row.get::<i64>(0),
    )?;
    let Some(seq) = seq else { return Ok(None) };
    for statement in [
        "update attachments set channel_id = $3 where channel_id = $1 and message_id = $2",
        "update reactions set channel_id = $3 where channel_id = $1 and message_id = $2",
        "update message_mentions set channel_id = $3 where channel_id = $1 and message_id = $2",
    ] {
        tx.execute(statement, &[&from, &id, &to])?;
    }
    Ok(Some(seq > 0))
}
