//! Threads, and who is in them. The thread itself is a row of `channels` with a head; here stands what lists ask for.

use std::collections::HashMap;

use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{Channel, ChannelType, Id, ThreadMember, ThreadMemberFlags, ThreadMetadata, Timestamp};

use super::channels;
use crate::{IdList, Json, Row, StoreError, Tx};

/// A thread after its guild.
pub type InGuild = (Id<GuildMarker>, Id<ChannelMarker>);

/// Adds a thread with its channel and head, and nobody in it.
pub fn insert(tx: &mut Tx<'_>, thread: &Channel) -> Result<(), StoreError> {
    let state = state_of(thread)?;
    channels::insert(tx, thread)?;
    tx.execute(
        "insert into threads (id, guild_id, parent_id, owner_id, private, archived, archived_ms, idle_minutes)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            &thread.id,
            &thread.guild_id,
            &thread.parent_id,
            &thread.owner_id,
            &(thread.kind == ChannelType::PRIVATE_THREAD),
            &state.archived,
            &state.archive_timestamp,
            &state.auto_archive_duration,
        ],
    )?;
    Ok(())
}

/// Replaces a thread's details and state.
pub fn update(tx: &mut Tx<'_>, thread: &Channel) -> Result<(), StoreError> {
    let state = state_of(thread)?;
    channels::update(tx, thread)?;
    tx.execute(
        "update threads set archived = $2, archived_ms = $3, idle_minutes = $4 where id = $1",
        &[&thread.id, &state.archived, &state.archive_timestamp, &state.auto_archive_duration],
    )?;
    Ok(())
}

/// A thread without its counts; `None` also for channels that are none.
pub fn get(tx: &mut Tx<'_>, id: Id<ChannelMarker>) -> Result<Option<Channel>, StoreError> {
    Ok(channels::get(tx, id)?.filter(|channel| channel.kind.is_thread()))
}

/// The active threads of a guild, each with those who are in it, in no order.
pub fn active_of_guild(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
) -> Result<Vec<(Channel, Vec<ThreadMember>)>, StoreError> {
    let threads: Vec<Channel> = tx.query(
        "select c.details from threads t join channels c on c.id = t.id
         where t.guild_id = $1 and t.archived = $2",
        &[&guild_id, &false],
        |row| row.get(0).map(|Json(thread)| thread),
    )?;
    let members = tx.query(
        "select m.thread_id, m.user_id, m.joined_ms, m.flags from threads t
         join thread_members m on m.thread_id = t.id where t.guild_id = $1 and t.archived = $2",
        &[&guild_id, &false],
        read_member,
    )?;
    let mut by_thread: HashMap<_, Vec<ThreadMember>> = HashMap::new();
    for member in members {
        by_thread.entry(member.id).or_default().push(member);
    }
    let with_members = |thread: Channel| {
        let members = by_thread.remove(&thread.id).unwrap_or_default();
        (thread, members)
    };
    Ok(threads.into_iter().map(with_members).collect())
}

/// How many threads of a guild are active.
pub fn active_count(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<usize, StoreError> {
    tx.query_one(
        "select count(*) from threads where guild_id = $1 and archived = $2",
        &[&guild_id, &false],
        |row| row.get(0),
    )
}

/// Archived threads of a channel that were put away before a moment, the last one first: the private ones, or the
/// others.
pub fn archived(
    tx: &mut Tx<'_>,
    parent_id: Id<ChannelMarker>,
    private: bool,
    before: Timestamp,
    limit: u32,
) -> Result<Vec<Channel>, StoreError> {
    tx.query(
        "select c.details from threads t join channels c on c.id = t.id
         where t.parent_id = $1 and t.private = $2 and t.archived = $3 and t.archived_ms < $4
         order by t.archived_ms desc, t.id desc limit $5",
        &[&parent_id, &private, &true, &before, &limit],
        |row| row.get(0).map(|Json(thread)| thread),
    )
}

/// Archived private threads of a channel that an account is in, the last started first, of those started before one.
pub fn archived_joined(
    tx: &mut Tx<'_>,
    parent_id: Id<ChannelMarker>,
    user_id: Id<UserMarker>,
    before: Id<ChannelMarker>,
    limit: u32,
) -> Result<Vec<Channel>, StoreError> {
    tx.query(
        "select c.details from threads t join channels c on c.id = t.id
         join thread_members m on m.thread_id = t.id and m.user_id = $2
         where t.parent_id = $1 and t.private = $3 and t.archived = $3 and t.id < $4
         order by t.id desc limit $5",
        &[&parent_id, &user_id, &true, &before, &limit],
        |row| row.get(0).map(|Json(thread)| thread),
    )
}

/// Active threads in which nobody has written for as long as they say, with their guilds.
pub fn idle(tx: &mut Tx<'_>, now_ms: i64, limit: u32) -> Result<Vec<InGuild>, StoreError> {
    // A snowflake is milliseconds since 2015 times 2^22.
    tx.query(
        "select t.guild_id, t.id from threads t join channel_heads h on h.channel_id = t.id
         where not t.archived and t.archived_ms + t.idle_minutes * 60000 <= $1
           and h.last_message_id / 4194304 + 1420070400000 + t.idle_minutes * 60000 <= $1
         order by t.id limit $2",
        &[&now_ms, &limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Whether nobody has written in an active thread for as long as it says.
pub fn is_idle(tx: &mut Tx<'_>, id: Id<ChannelMarker>, now_ms: i64) -> Result<bool, StoreError> {
    let found = tx.query_opt(
        "select t.id from threads t join channel_heads h on h.channel_id = t.id
         where t.id = $1 and not t.archived and t.archived_ms + t.idle_minutes * 60000 <= $2
           and h.last_message_id / 4194304 + 1420070400000 + t.idle_minutes * 60000 <= $2",
        &[&id, &now_ms],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// Threads of a guild in which something was written since this id, archived ones too.
pub fn written_since(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    since: Id<ChannelMarker>,
) -> Result<Vec<Id<ChannelMarker>>, StoreError> {
    tx.query(
        "select t.id from threads t join channel_heads h on h.channel_id = t.id
         where t.guild_id = $1 and h.last_message_id > $2 order by t.id",
        &[&guild_id, &since],
        |row| row.get(0),
    )
}

/// The last thread that an account started in a channel, if it is newer than this id; for slow mode.
pub fn last_started(
    tx: &mut Tx<'_>,
    parent_id: Id<ChannelMarker>,
    owner_id: Id<UserMarker>,
    since: Id<ChannelMarker>,
) -> Result<Option<Id<ChannelMarker>>, StoreError> {
    tx.query_opt(
        "select id from threads where parent_id = $1 and id > $2 and owner_id = $3 order by id desc limit 1",
        &[&parent_id, &since, &owner_id],
        |row| row.get(0),
    )
}

/// Threads that were started in a channel, active or not, by id.
pub fn of_parent(
    tx: &mut Tx<'_>,
    parent_id: Id<ChannelMarker>,
    limit: u32,
) -> Result<Vec<Id<ChannelMarker>>, StoreError> {
    tx.query(
        "select id from threads where parent_id = $1 order by id limit $2",
        &[&parent_id, &limit],
        |row| row.get(0),
    )
}

/// Puts an account into a thread; false when it is in it already.
pub fn add_member(tx: &mut Tx<'_>, member: &ThreadMember) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into thread_members (thread_id, user_id, joined_ms, flags) values ($1, $2, $3, $4)
         on conflict (thread_id, user_id) do nothing",
        &[&member.id, &member.user_id, &member.join_timestamp, &member.flags.0],
    )?;
    Ok(added > 0)
}

/// Takes an account out of a thread; whether it was in it.
pub fn remove_member(
    tx: &mut Tx<'_>,
    id: Id<ChannelMarker>,
    user_id: Id<UserMarker>,
) -> Result<bool, StoreError> {
    let removed =
        tx.execute("delete from thread_members where thread_id = $1 and user_id = $2", &[&id, &user_id])?;
    Ok(removed > 0)
}

/// Notes which notifications an account wants from a thread; whether it is in it.
pub fn set_flags(
    tx: &mut Tx<'_>,
    id: Id<ChannelMarker>,
    user_id: Id<UserMarker>,
    flags: ThreadMemberFlags,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update thread_members set flags = $3 where thread_id = $1 and user_id = $2",
        &[&id, &user_id, &flags.0],
    )?;
    Ok(changed > 0)
}

/// An account's place in a thread.
pub fn member(
    tx: &mut Tx<'_>,
    id: Id<ChannelMarker>,
    user_id: Id<UserMarker>,
) -> Result<Option<ThreadMember>, StoreError> {
    tx.query_opt(
        "select thread_id, user_id, joined_ms, flags from thread_members where thread_id = $1 and user_id = $2",
        &[&id, &user_id],
        read_member,
    )
}

/// Those who are in a thread, by account, from the one behind `after` on.
pub fn members(
    tx: &mut Tx<'_>,
    id: Id<ChannelMarker>,
    after: Id<UserMarker>,
    limit: u32,
) -> Result<Vec<ThreadMember>, StoreError> {
    tx.query(
        "select thread_id, user_id, joined_ms, flags from thread_members
         where thread_id = $1 and user_id > $2 order by user_id limit $3",
        &[&id, &after, &limit],
        read_member,
    )
}

/// How many are in a thread.
pub fn member_count(tx: &mut Tx<'_>, id: Id<ChannelMarker>) -> Result<usize, StoreError> {
    tx.query_one("select count(*) from thread_members where thread_id = $1", &[&id], |row| row.get(0))
}

/// An account's places in those of these threads that it is in.
pub fn memberships(
    tx: &mut Tx<'_>,
    ids: &[Id<ChannelMarker>],
    user_id: Id<UserMarker>,
) -> Result<Vec<ThreadMember>, StoreError> {
    tx.query(
        "select thread_id, user_id, joined_ms, flags from thread_members
         where user_id = $1 and thread_id in ids($2) order by thread_id",
        &[&user_id, &IdList(ids)],
        read_member,
    )
}

/// Heads and numbers of members put into threads, as they are sent.
pub fn with_counts(tx: &mut Tx<'_>, threads: Vec<Channel>) -> Result<Vec<Channel>, StoreError> {
    let mut threads = channels::with_heads(tx, threads)?;
    let ids: Vec<_> = threads.iter().map(|thread| thread.id).collect();
    let counts = tx.query(
        "select thread_id, count(*) from thread_members where thread_id in ids($1) group by thread_id",
        &[&IdList(&ids)],
        |row| Ok((row.get::<Id<ChannelMarker>>(0)?, row.get::<usize>(1)?)),
    )?;
    let counts: HashMap<_, _> = counts.into_iter().collect();
    for thread in &mut threads {
        thread.member_count = ThreadMember::count_shown(counts.get(&thread.id).copied().unwrap_or(0));
    }
    Ok(threads)
}

/// Threads with their counts and the viewer's own places in them.
pub fn seen_by(
    tx: &mut Tx<'_>,
    threads: Vec<Channel>,
    viewer: Id<UserMarker>,
) -> Result<Vec<Channel>, StoreError> {
    let mut threads = with_counts(tx, threads)?;
    let ids: Vec<_> = threads.iter().map(|thread| thread.id).collect();
    let places = memberships(tx, &ids, viewer)?;
    let mut places: HashMap<_, _> = places.into_iter().map(|place| (place.id, place)).collect();
    for thread in &mut threads {
        thread.member = places.remove(&thread.id).map(Box::new);
    }
    Ok(threads)
}

fn state_of(thread: &Channel) -> Result<&ThreadMetadata, StoreError> {
    let state = thread.thread_metadata.as_deref();
    state.ok_or_else(|| StoreError::Invalid("a thread without its state".to_owned()))
}

fn read_member(row: &Row<'_>) -> Result<ThreadMember, StoreError> {
    let mut member = ThreadMember::new(row.get(0)?, row.get(1)?, row.get(2)?);
    member.flags = ThreadMemberFlags(row.get(3)?);
    Ok(member)
}
