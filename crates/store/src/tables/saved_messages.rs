//! Messages that accounts keep for later, the last saved first.

use parvis_model::marker::{ChannelMarker, MessageMarker, UserMarker};
use parvis_model::{Id, Timestamp};

use crate::{StoreError, Tx};

/// A message that somebody saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// Its channel.
    pub channel_id: Id<ChannelMarker>,
    /// The message.
    pub message_id: Id<MessageMarker>,
    /// When.
    pub saved_at: Timestamp,
}

/// Saves a message and returns when; `None` when it is saved already or does not exist. No two messages of an account
/// are saved at the same moment, so that pages by time leave nothing out.
pub fn insert(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let last: Option<i64> =
        tx.query_one("select max(saved_ms) from saved_messages where user_id = $1", &[&user_id], |row| {
            row.get(0)
        })?;
    let saved_ms = now.unix_ms().max(last.map_or(0, |last| last + 1));
    let added = tx.execute(
        "insert into saved_messages (user_id, channel_id, message_id, saved_ms)
         select cast($1 as bigint), m.channel_id, m.id, cast($4 as bigint) from messages m
         where m.channel_id = $2 and m.id = $3
         on conflict (user_id, channel_id, message_id) do nothing",
        &[&user_id, &channel_id, &message_id, &saved_ms],
    )?;
    Ok((added > 0).then_some(Timestamp::from_unix_ms(saved_ms)))
}

/// Saves a message no longer; whether it was saved.
pub fn delete(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
) -> Result<bool, StoreError> {
    let removed = tx.execute(
        "delete from saved_messages where user_id = $1 and channel_id = $2 and message_id = $3",
        &[&user_id, &channel_id, &message_id],
    )?;
    Ok(removed > 0)
}

/// How many messages an account has saved.
pub fn count(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<usize, StoreError> {
    tx.query_one("select count(*) from saved_messages where user_id = $1", &[&user_id], |row| row.get(0))
}

/// What an account saved before a moment, the last saved first.
pub fn page(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    before: Timestamp,
    limit: u32,
) -> Result<Vec<Saved>, StoreError> {
    tx.query(
        "select channel_id, message_id, saved_ms from saved_messages
         where user_id = $1 and saved_ms < $2 order by saved_ms desc limit $3",
        &[&user_id, &before, &limit],
        |row| Ok(Saved { channel_id: row.get(0)?, message_id: row.get(1)?, saved_at: row.get(2)? }),
    )
}

/// Forgets what an account saved.
pub fn delete_all(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("delete from saved_messages where user_id = $1", &[&user_id])?;
    Ok(())
}
