//! How far accounts have read. What is unread is counted by the channels' message numbers, so that nothing is counted
//! when a message is written.

use parvis_model::marker::{ChannelMarker, MessageMarker, UserMarker};
use parvis_model::{Id, ReadState};

use crate::{Row, StoreError, Tx};

/// Unread messages up to which those that were deleted are left out of the count; the statement looks at one more.
const COUNTED_MAX: u32 = 100;

/// The columns of a read state where `channel_heads` is called `h`, `channels` `c`, `read_states` `r`, the account's
/// membership of the guild or the thread `mb`, and the account is `$1`. Without a read state everything before the
/// account joined counts as read (a snowflake is milliseconds since 2015 times 2^22). A mention of the account, of one
/// of its roles or of everybody counts once per message. Where messages were deleted, those that remain are counted, up
/// to a number that keeps this cheap; above it the deleted ones count, too.
macro_rules! read_state_columns {
    () => {
        read_state_columns!("mb.joined_ms")
    };
    ($joined_ms:literal) => {
        concat!(
            "h.channel_id, coalesce(r.last_read_id, 0), h.last_pin_ms,
             h.message_seq - coalesce(r.last_read_seq, (
               select m.seq from messages m
               where m.channel_id = h.channel_id and m.id <= (",
            $joined_ms,
            " - 1420070400000) * 4194304
               order by m.id desc limit 1), 0),
             case when h.removed = 0 then null else (select count(*) from (
               select 1 from messages m
               where m.channel_id = h.channel_id and m.seq > 0
                 and m.id > coalesce(r.last_read_id, (",
            $joined_ms,
            " - 1420070400000) * 4194304, 0)
               limit 101) remaining) end,
             (select count(distinct n.message_id) from message_mentions n
              where n.channel_id = h.channel_id
                and n.message_id > coalesce(r.last_read_id, (",
            $joined_ms,
            " - 1420070400000) * 4194304, 0)
                and (n.target_id = $1 or n.target_id = c.guild_id or n.target_id in (
                  select mr.role_id from member_roles mr where mr.guild_id = c.guild_id and mr.user_id = $1))),
             coalesce(r.manual, 1 = 0)"
        )
    };
}

/// By what a read state moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// A device showed the channel: forwards, unless the person marked it as unread.
    Shown,
    /// The person opened the channel, wrote in it or marked it as read: forwards, and the mark goes.
    Opened,
    /// The person chose this place, in whichever direction. Before the last message it is a mark.
    Chosen,
}

/// The read states of an account in every channel of its guilds, in the active threads that it has joined and in its
/// private conversations, whether it may view them or not: the caller leaves out what it may not. Where it never read,
/// what was there when it joined is read.
pub fn of_user(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<ReadState>, StoreError> {
    let mut states = tx.query(
        concat!(
            "select ",
            read_state_columns!(),
            " from members mb join channels c on c.guild_id = mb.guild_id and c.thread = $2
             join channel_heads h on h.channel_id = c.id
             left join read_states r on r.channel_id = c.id and r.user_id = $1
             where mb.user_id = $1"
        ),
        &[&user_id, &false],
        read,
    )?;
    states.extend(tx.query(
        concat!(
            "select ",
            read_state_columns!(),
            " from thread_members mb join threads t on t.id = mb.thread_id and t.archived = $2
             join channels c on c.id = t.id
             join channel_heads h on h.channel_id = c.id
             left join read_states r on r.channel_id = c.id and r.user_id = $1
             where mb.user_id = $1"
        ),
        &[&user_id, &false],
        read,
    )?);
    states.extend(tx.query(
        concat!(
            "select ",
            read_state_columns!(),
            " from recipients p join channels c on c.id = p.channel_id
             join channel_heads h on h.channel_id = c.id
             left join members mb on mb.guild_id = c.guild_id and mb.user_id = $1
             left join read_states r on r.channel_id = c.id and r.user_id = $1
             where p.user_id = $1"
        ),
        &[&user_id],
        read,
    )?);
    Ok(states)
}

/// The read state of an account in one channel; `None` when the channel does not exist.
pub fn get(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    channel_id: Id<ChannelMarker>,
) -> Result<Option<ReadState>, StoreError> {
    tx.query_opt(
        concat!(
            "select ",
            read_state_columns!("coalesce(tm.joined_ms, mb.joined_ms)"),
            " from channels c join channel_heads h on h.channel_id = c.id
             left join members mb on mb.guild_id = c.guild_id and mb.user_id = $1
             left join thread_members tm on tm.thread_id = c.id and tm.user_id = $1
             left join read_states r on r.channel_id = c.id and r.user_id = $1
             where c.id = $2"
        ),
        &[&user_id, &channel_id],
        read,
    )
}

/// Notes that an account has read up to this message, and returns whether that changed anything. The number of the
/// message is looked up; a deleted one counts as the last that remains before it.
pub fn set(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    by: Reading,
) -> Result<bool, StoreError> {
    let found = tx.query_opt(
        "select last_message_id, message_seq from channel_heads where channel_id = $1",
        &[&channel_id],
        |row| Ok((row.get::<Id<MessageMarker>>(0)?, row.get::<i64>(1)?)),
    )?;
    // Of an empty channel there is nothing to say.
    let Some((head_id, head_seq)) = found.filter(|(_, seq)| *seq > 0) else { return Ok(false) };
    let is_mark = by == Reading::Chosen && message_id < head_id;
    let (message_id, seq) = if message_id >= head_id {
        (head_id, head_seq)
    } else {
        let seq = tx.query_opt(
            "select seq from messages where channel_id = $1 and id <= $2 order by id desc limit 1",
            &[&channel_id, &message_id],
            |row| row.get(0),
        )?;
        (message_id, seq.unwrap_or(0))
    };
    let changed = tx.execute(
        "insert into read_states (user_id, channel_id, last_read_id, last_read_seq, manual)
         values ($1, $2, $3, $4, $5)
         on conflict (user_id, channel_id) do update set
           last_read_id = case when $6 or read_states.last_read_id < excluded.last_read_id
             then excluded.last_read_id else read_states.last_read_id end,
           last_read_seq = case when $6 or read_states.last_read_id < excluded.last_read_id
             then excluded.last_read_seq else read_states.last_read_seq end,
           manual = excluded.manual
         where $6 or ($7 and read_states.manual)
           or (not read_states.manual and read_states.last_read_id < excluded.last_read_id)",
        &[
            &user_id,
            &channel_id,
            &message_id,
            &seq,
            &is_mark,
            &(by == Reading::Chosen),
            &(by == Reading::Opened),
        ],
    )?;
    Ok(changed > 0)
}

/// Notes that the author of a message with this number has read up to it, whatever was marked before.
pub fn advance(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    seq: i64,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "insert into read_states (user_id, channel_id, last_read_id, last_read_seq) values ($1, $2, $3, $4)
         on conflict (user_id, channel_id) do update
           set last_read_id = excluded.last_read_id, last_read_seq = excluded.last_read_seq, manual = $5
           where read_states.last_read_id < excluded.last_read_id",
        &[&user_id, &channel_id, &message_id, &seq, &false],
    )?;
    Ok(changed > 0)
}

/// Forgets how far an account has read in a channel.
pub fn delete(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    channel_id: Id<ChannelMarker>,
) -> Result<bool, StoreError> {
    let removed = tx.execute(
        "delete from read_states where user_id = $1 and channel_id = $2",
        &[&user_id, &channel_id],
    )?;
    Ok(removed > 0)
}

/// Forgets how far an account has read anywhere.
pub fn delete_all(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("delete from read_states where user_id = $1", &[&user_id])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<ReadState, StoreError> {
    let last: Id<MessageMarker> = row.get(1)?;
    let by_number = u32::try_from(row.get::<i64>(3)?.max(0)).unwrap_or(u32::MAX);
    let remaining: Option<u32> = row.get(4)?;
    Ok(ReadState {
        last_message_id: (last.get() > 0).then_some(last),
        last_pin_timestamp: row.get(2)?,
        unread_count: remaining.filter(|count| *count <= COUNTED_MAX).unwrap_or(by_number),
        mention_count: row.get(5)?,
        manual: row.get(6)?,
        ..ReadState::new(row.get(0)?)
    })
}
