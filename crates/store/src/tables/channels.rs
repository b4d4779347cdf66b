//! Channels of guilds and private conversations, and the head of each: its last message, count and pin.

use std::collections::HashMap;

use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker};
use parvis_model::{Channel, Id, Timestamp, User};

use super::users::{read_user, user_columns};
use super::webhooks;
use crate::{IdList, Json, StoreError, Tx};

/// What changes in a channel with every message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The channel.
    pub channel_id: Id<ChannelMarker>,
    /// The last message, also when it was deleted since; `None` when there never was one.
    pub last_message_id: Option<Id<MessageMarker>>,
    /// How many messages were ever written; the last one's number. A thread's first message has the number 0.
    pub message_seq: i64,
    /// How many of them were deleted again.
    pub removed: i64,
    /// When something was last pinned.
    pub last_pin: Option<Timestamp>,
}

impl Head {
    /// Writes the head into its channel, as it is sent.
    pub fn put_into(&self, channel: &mut Channel) {
        channel.last_message_id = self.last_message_id;
        channel.last_pin_timestamp = self.last_pin;
        let count = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
        channel.total_message_sent = count(self.message_seq);
        channel.message_count = count(self.message_seq - self.removed);
    }
}

/// Adds a channel. What its head and its participants hold is not part of it.
pub fn insert(tx: &mut Tx<'_>, channel: &Channel) -> Result<(), StoreError> {
    tx.execute(
        "insert into channels (id, guild_id, thread, details) values ($1, $2, $3, $4)",
        &[&channel.id, &channel.guild_id, &channel.kind.is_thread(), &Json(kept(channel))],
    )?;
    tx.execute(
        "insert into channel_heads (channel_id, last_message_id, message_seq, removed) values ($1, 0, 0, 0)",
        &[&channel.id],
    )?;
    Ok(())
}

/// Replaces a channel's details.
pub fn update(tx: &mut Tx<'_>, channel: &Channel) -> Result<(), StoreError> {
    tx.execute("update channels set details = $2 where id = $1", &[&channel.id, &Json(kept(channel))])?;
    Ok(())
}

/// A channel, a private one with everybody in it as `recipients`.
pub fn get(tx: &mut Tx<'_>, id: Id<ChannelMarker>) -> Result<Option<Channel>, StoreError> {
    let found = tx.query_opt("select details from channels where id = $1", &[&id], |row| row.get(0))?;
    let Some(Json(mut channel)): Option<Json<Channel>> = found else { return Ok(None) };
    if channel.guild_id.is_none() {
        channel.recipients = participants(tx, id)?;
    }
    Ok(Some(channel))
}

/// Those of these channels that exist, in no order; of a private one without those who are in it.
pub fn get_many(tx: &mut Tx<'_>, ids: &[Id<ChannelMarker>]) -> Result<Vec<Channel>, StoreError> {
    tx.query("select details from channels where id in ids($1)", &[&IdList(ids)], |row| {
        row.get(0).map(|Json(channel)| channel)
    })
}

/// All channels of a guild but its threads, in no order.
pub fn of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<Vec<Channel>, StoreError> {
    tx.query(
        "select details from channels where guild_id = $1 and thread = $2",
        &[&guild_id, &false],
        |row| row.get(0).map(|Json(channel)| channel),
    )
}

/// Everybody in a private conversation.
pub fn participants(tx: &mut Tx<'_>, id: Id<ChannelMarker>) -> Result<Vec<User>, StoreError> {
    tx.query(
        concat!(
            "select ",
            user_columns!(),
            " from recipients r join users u on u.id = r.user_id where r.channel_id = $1 order by u.id"
        ),
        &[&id],
        |row| read_user(row, 0),
    )
}

/// Puts somebody into a private conversation, or shows it to somebody who had closed it.
pub fn add_participant(
    tx: &mut Tx<'_>,
    id: Id<ChannelMarker>,
    user_id: Id<UserMarker>,
    shown: bool,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into recipients (channel_id, user_id, shown) values ($1, $2, $3)
         on conflict (channel_id, user_id) do update set shown = excluded.shown",
        &[&id, &user_id, &shown],
    )?;
    Ok(())
}

/// Shows a private conversation to everybody in it again; returns those who had closed it.
pub fn show_to_everybody(tx: &mut Tx<'_>, id: Id<ChannelMarker>) -> Result<Vec<Id<UserMarker>>, StoreError> {
    tx.query(
        "update recipients set shown = $2 where channel_id = $1 and shown = $3 returning user_id",
        &[&id, &true, &false],
        |row| row.get(0),
    )
}

/// The heads of those channels that exist, in no order.
pub fn heads(tx: &mut Tx<'_>, ids: &[Id<ChannelMarker>]) -> Result<Vec<Head>, StoreError> {
    tx.query(
        "select channel_id, last_message_id, message_seq, removed, last_pin_ms from channel_heads
         where channel_id in ids($1)",
        &[&IdList(ids)],
        |row| {
            let last = row.get::<Id<MessageMarker>>(1)?;
            Ok(Head {
                channel_id: row.get(0)?,
                last_message_id: (last.get() > 0).then_some(last),
                message_seq: row.get(2)?,
                removed: row.get(3)?,
                last_pin: row.get(4)?,
            })
        },
    )
}

/// The next message's number and the smallest id that it may have, so that ids grow within a channel in any
/// case. `None` when the channel does not exist (any more).
pub fn next_message(
    tx: &mut Tx<'_>,
    id: Id<ChannelMarker>,
    wanted: Id<MessageMarker>,
) -> Result<Option<(i64, Id<MessageMarker>)>, StoreError> {
    tx.query_opt(
        "update channel_heads set message_seq = message_seq + 1,
           last_message_id = case when last_message_id >= $2 then last_message_id + 1 else $2 end
         where channel_id = $1 returning message_seq, last_message_id",
        &[&id, &wanted],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Notes the first message of a new thread, which is not counted: it has the thread's own id, or quotes the message
/// with that id.
pub fn set_first_message(
    tx: &mut Tx<'_>,
    id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
) -> Result<(), StoreError> {
    tx.execute("update channel_heads set last_message_id = $2 where channel_id = $1", &[&id, &message_id])?;
    Ok(())
}

/// Notes that counted messages were deleted.
pub fn count_removed(tx: &mut Tx<'_>, id: Id<ChannelMarker>, removed: i64) -> Result<(), StoreError> {
    tx.execute("update channel_heads set removed = removed + $2 where channel_id = $1", &[&id, &removed])?;
    Ok(())
}

/// A channel that is gone while messages of it still wait for their deletion; the one that has waited
/// longest.
pub fn next_leftover(tx: &mut Tx<'_>) -> Result<Option<Id<ChannelMarker>>, StoreError> {
    tx.query_opt(
        "select channel_id from leftover_channels order by queued_ms, channel_id limit 1",
        &[],
        |row| row.get(0),
    )
}

/// Whether something of a deleted channel with this id still waits for its deletion.
pub fn is_leftover(tx: &mut Tx<'_>, id: Id<ChannelMarker>) -> Result<bool, StoreError> {
    let found =
        tx.query_opt("select channel_id from leftover_channels where channel_id = $1", &[&id], |row| {
            row.get::<i64>(0)
        })?;
    Ok(found.is_some())
}

/// Notes that nothing of a deleted channel is left.
pub fn forget_leftover(tx: &mut Tx<'_>, id: Id<ChannelMarker>) -> Result<(), StoreError> {
    for statement in [
        "delete from read_states where channel_id = $1",
        "delete from message_nonces where channel_id = $1",
        "delete from leftover_channels where channel_id = $1",
    ] {
        tx.execute(statement, &[&id])?;
    }
    Ok(())
}

/// The channel's head put into the channel, as it is sent.
pub fn with_head(tx: &mut Tx<'_>, channel: Channel) -> Result<Channel, StoreError> {
    let filled = with_heads(tx, vec![channel])?;
    Ok(filled.into_iter().next().expect("one channel in, one channel out"))
}

/// The heads of channels put into them, as they are sent.
pub fn with_heads(tx: &mut Tx<'_>, mut channels: Vec<Channel>) -> Result<Vec<Channel>, StoreError> {
    let ids: Vec<_> = channels.iter().map(|channel| channel.id).collect();
    let heads: HashMap<_, _> = heads(tx, &ids)?.into_iter().map(|head| (head.channel_id, head)).collect();
    for channel in &mut channels {
        if let Some(head) = heads.get(&channel.id) {
            head.put_into(channel);
        }
    }
    Ok(channels)
}

/// Notes when something was last pinned; `None` when nothing is pinned any more.
pub fn set_last_pin(
    tx: &mut Tx<'_>,
    id: Id<ChannelMarker>,
    last_pin: Option<Timestamp>,
) -> Result<(), StoreError> {
    tx.execute("update channel_heads set last_pin_ms = $2 where channel_id = $1", &[&id, &last_pin])?;
    Ok(())
}

/// Removes a channel or a thread, whose invitations are gone already, with its webhooks. From then on nobody gets at
/// its messages, nor at threads that were started in it. Both wait for their deletion in pieces, so that a large
/// channel does not hold up everybody's writes. Whether there was one.
pub fn delete(tx: &mut Tx<'_>, id: Id<ChannelMarker>, now_ms: i64) -> Result<bool, StoreError> {
    for statement in [
        "delete from channel_heads where channel_id = $1",
        "delete from recipients where channel_id = $1",
        "delete from direct_pairs where channel_id = $1",
        "delete from thread_members where thread_id = $1",
        "delete from threads where id = $1",
    ] {
        tx.execute(statement, &[&id])?;
    }
    webhooks::delete_of_channel(tx, id, now_ms)?;
    let removed = tx.execute("delete from channels where id = $1", &[&id])? > 0;
    if removed {
        tx.execute(
            "insert into leftover_channels (channel_id, queued_ms) values ($1, $2)
             on conflict (channel_id) do nothing",
            &[&id, &now_ms],
        )?;
    }
    Ok(removed)
}

/// The channel as it is kept: without what stands in other tables.
fn kept(channel: &Channel) -> Channel {
    Channel {
        recipients: Vec::new(),
        last_message_id: None,
        last_pin_timestamp: None,
        message_count: 0,
        member_count: 0,
        total_message_sent: 0,
        member: None,
        ..channel.clone()
    }
}
