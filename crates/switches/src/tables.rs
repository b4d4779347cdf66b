//! What is set on channels, the log, who waits, and how far notices and media were looked at; and what is asked of the
//! tables of Talk.

use std::collections::HashMap;

use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::{Component, IdList, Json, Migration, Row, StoreError, Tx};

use crate::log::{Done, Entry, LogMarker};
use crate::settings::Own;

/// The tables of this wing.
pub const SWITCHES: Component = Component {
    name: "switches",
    migrations: &[Migration {
        name: "switches of channels",
        sql: "
create table channel_switches (
  channel_id bigint not null primary key,
  guild_id bigint not null,
  settings text not null
);
create index channel_switches_by_guild on channel_switches (guild_id);

create table switch_log (
  guild_id bigint not null,
  id bigint not null,
  channel_id bigint not null,
  done text not null,
  user_id bigint,
  signals text not null,
  count bigint not null,
  last_ms bigint not null,
  undone_by bigint,
  undone_ms bigint,
  primary key (guild_id, id)
){clustered};
create index switch_log_by_channel on switch_log (channel_id, id);

create table switch_holds (
  guild_id bigint not null,
  user_id bigint not null,
  channel_id bigint not null,
  log_id bigint not null,
  released boolean not null,
  until_ms bigint not null,
  primary key (guild_id, user_id, channel_id)
){clustered};

create table switch_marks (
  channel_id bigint not null,
  done text not null,
  guild_id bigint not null,
  up_to bigint not null,
  primary key (channel_id, done)
){clustered};
create index switch_marks_by_guild on switch_marks (guild_id);
",
    }],
};

/// What is set in a guild, by channel.
pub fn of_guild(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
) -> Result<HashMap<Id<ChannelMarker>, Own>, StoreError> {
    let rows = tx.query(
        "select channel_id, settings from channel_switches where guild_id = $1",
        &[&guild_id],
        |row| Ok((row.get(0)?, row.get::<Json<Own>>(1)?.0)),
    )?;
    Ok(rows.into_iter().collect())
}

/// The guilds in which anything is set.
pub fn guilds(tx: &mut Tx<'_>) -> Result<Vec<Id<GuildMarker>>, StoreError> {
    tx.query("select distinct guild_id from channel_switches order by guild_id", &[], |row| row.get(0))
}

/// Sets a channel's switches; with nothing set there is no row. What was looked at in the guild is looked at again.
pub fn put(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    channel_id: Id<ChannelMarker>,
    own: &Own,
) -> Result<(), StoreError> {
    tx.execute("delete from switch_marks where guild_id = $1", &[&guild_id])?;
    tx.execute("delete from channel_switches where channel_id = $1", &[&channel_id])?;
    if !own.is_empty() {
        tx.execute(
            "insert into channel_switches (channel_id, guild_id, settings) values ($1, $2, $3)",
            &[&channel_id, &guild_id, &Json(own)],
        )?;
    }
    Ok(())
}

/// Removes everything of a channel that is gone.
pub fn delete_of_channel(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    channel_id: Id<ChannelMarker>,
) -> Result<(), StoreError> {
    for statement in [
        "delete from channel_switches where channel_id = $1",
        "delete from switch_log where channel_id = $1",
        "delete from switch_marks where channel_id = $1",
    ] {
        tx.execute(statement, &[&channel_id])?;
    }
    tx.execute(
        "delete from switch_holds where guild_id = $1 and channel_id = $2",
        &[&guild_id, &channel_id],
    )?;
    Ok(())
}

/// Removes everything of a guild that is gone.
pub fn delete_of_guild(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<(), StoreError> {
    for statement in [
        "delete from channel_switches where guild_id = $1",
        "delete from switch_log where guild_id = $1",
        "delete from switch_holds where guild_id = $1",
        "delete from switch_marks where guild_id = $1",
    ] {
        tx.execute(statement, &[&guild_id])?;
    }
    Ok(())
}

/// Adds an entry to the log.
pub fn insert_entry(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), StoreError> {
    tx.execute(
        "insert into switch_log (guild_id, id, channel_id, done, user_id, signals, count, last_ms, undone_by,
           undone_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            &entry.guild_id,
            &entry.id,
            &entry.channel_id,
            &entry.done.as_str(),
            &entry.user_id,
            &Json(&entry.signals),
            &entry.count,
            &entry.last_at,
            &entry.undone_by,
            &entry.undone_at,
        ],
    )?;
    Ok(())
}

/// Counts more of the same into the entry that is newer than `since`, if there is one; whether there is.
pub fn count_into_entry(tx: &mut Tx<'_>, entry: &Entry, since: Id<LogMarker>) -> Result<bool, StoreError> {
    let user_id = entry.user_id.unwrap_or(Id::new(0));
    let counted = tx.execute(
        "update switch_log set count = count + $5, last_ms = $6
         where id in (select max(id) from switch_log where channel_id = $1 and done = $2 and id >= $3
                        and coalesce(user_id, 0) = $4)
           and channel_id = $1",
        &[&entry.channel_id, &entry.done.as_str(), &since, &user_id, &entry.count, &entry.last_at],
    )?;
    Ok(counted > 0)
}

macro_rules! entry_columns {
    () => {
        "select guild_id, id, channel_id, done, user_id, signals, count, last_ms, undone_by, undone_ms
         from switch_log"
    };
}

/// One entry.
pub fn entry(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    id: Id<LogMarker>,
) -> Result<Option<Entry>, StoreError> {
    tx.query_opt(concat!(entry_columns!(), " where guild_id = $1 and id = $2"), &[&guild_id, &id], read_entry)
}

/// Entries of these channels that are older than one, newest first.
pub fn entries(
    tx: &mut Tx<'_>,
    channel_ids: &[Id<ChannelMarker>],
    before: Id<LogMarker>,
    done: Option<Done>,
    limit: u32,
) -> Result<Vec<Entry>, StoreError> {
    tx.query(
        concat!(
            entry_columns!(),
            " where channel_id in ids($1) and id < $2 and ($3 = '' or done = $3) order by id desc limit $4"
        ),
        &[&IdList(channel_ids), &before, &done.map_or("", Done::as_str), &limit],
        read_entry,
    )
}

/// Notes who took an act back.
pub fn set_undone(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    id: Id<LogMarker>,
    by: Id<UserMarker>,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update switch_log set undone_by = $3, undone_ms = $4
         where guild_id = $1 and id = $2 and undone_ms is null",
        &[&guild_id, &id, &by, &at],
    )?;
    Ok(changed > 0)
}

/// Forgets entries older than one, and who waited because of them; how many.
pub fn delete_before(tx: &mut Tx<'_>, id: Id<LogMarker>) -> Result<u64, StoreError> {
    tx.execute("delete from switch_holds where log_id < $1", &[&id])?;
    tx.execute("delete from switch_log where id < $1", &[&id])
}

/// Somebody who waits in a channel, or was let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// Where.
    pub channel_id: Id<ChannelMarker>,
    /// Whether somebody let them in.
    pub released: bool,
    /// When it ends by itself.
    pub until: Timestamp,
}

/// Makes somebody wait; false when that was decided before.
pub fn hold(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
    log_id: Id<LogMarker>,
    hold: Hold,
) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into switch_holds (guild_id, user_id, channel_id, log_id, released, until_ms)
         values ($1, $2, $3, $4, $5, $6) on conflict (guild_id, user_id, channel_id) do nothing",
        &[&guild_id, &user_id, &hold.channel_id, &log_id, &hold.released, &hold.until],
    )?;
    Ok(added > 0)
}

/// What was decided about somebody in a guild.
pub fn holds(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> Result<Vec<Hold>, StoreError> {
    tx.query(
        "select channel_id, released, until_ms from switch_holds
         where guild_id = $1 and user_id = $2 order by channel_id",
        &[&guild_id, &user_id],
        |row| Ok(Hold { channel_id: row.get(0)?, released: row.get(1)?, until: row.get(2)? }),
    )
}

/// Lets somebody in, everywhere in the guild.
pub fn release(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    user_id: Id<UserMarker>,
) -> Result<u64, StoreError> {
    tx.execute(
        "update switch_holds set released = $3 where guild_id = $1 and user_id = $2",
        &[&guild_id, &user_id, &true],
    )
}

/// Up to which message a channel and its threads were looked at.
pub fn mark(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    done: Done,
) -> Result<Id<MessageMarker>, StoreError> {
    let found = tx.query_opt(
        "select up_to from switch_marks where channel_id = $1 and done = $2",
        &[&channel_id, &done.as_str()],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or(Id::new(0)))
}

/// Notes up to which message a channel and its threads were looked at.
pub fn set_mark(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    channel_id: Id<ChannelMarker>,
    done: Done,
    up_to: Id<MessageMarker>,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into switch_marks (channel_id, done, guild_id, up_to) values ($1, $2, $3, $4)
         on conflict (channel_id, done) do update set up_to = excluded.up_to",
        &[&channel_id, &done.as_str(), &guild_id, &up_to],
    )?;
    Ok(())
}

/// Who joined a guild since a moment, and when.
pub fn joined_since(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    since_ms: i64,
    limit: u32,
) -> Result<Vec<(Id<UserMarker>, i64)>, StoreError> {
    tx.query(
        "select user_id, joined_ms from members where guild_id = $1 and joined_ms >= $2
         order by joined_ms desc, user_id limit $3",
        &[&guild_id, &since_ms, &limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// A channel and those of its threads in which something was written after this message.
pub fn places_since(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    after: Id<MessageMarker>,
) -> Result<Vec<Id<ChannelMarker>>, StoreError> {
    tx.query(
        "select h.channel_id from channel_heads h
         where h.last_message_id > $2
           and (h.channel_id = $1 or h.channel_id in (select t.id from threads t where t.parent_id = $1))
         order by h.channel_id",
        &[&channel_id, &after],
        |row| row.get(0),
    )
}

/// Notices that somebody came or left, between two messages (RECIPIENT_ADD, RECIPIENT_REMOVE, USER_JOIN).
pub fn notices_between(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    after: Id<MessageMarker>,
    before: Id<MessageMarker>,
    limit: u32,
) -> Result<Vec<Id<MessageMarker>>, StoreError> {
    tx.query(
        "select id from messages where channel_id = $1 and id > $2 and id < $3 and kind in (1, 2, 7)
         order by id limit $4",
        &[&channel_id, &after, &before, &limit],
        |row| row.get(0),
    )
}

/// A file of a message, and who sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFile {
    /// The message.
    pub message_id: Id<MessageMarker>,
    /// Its author.
    pub author_id: Id<UserMarker>,
    /// Whether that is a person: neither a bot nor a webhook.
    pub is_person: bool,
    /// The file's name.
    pub filename: String,
    /// Its type.
    pub content_type: String,
}

/// Files that were sent between two messages, by message.
pub fn files_between(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    after: Id<MessageMarker>,
    before: Id<MessageMarker>,
    limit: u32,
) -> Result<Vec<SentFile>, StoreError> {
    tx.query(
        "select m.id, m.author_id, u.bot, a.filename, a.content_type
         from messages m
         join attachments a on a.channel_id = m.channel_id and a.message_id = m.id
         left join users u on u.id = m.author_id
         where m.channel_id = $1 and m.id > $2 and m.id < $3 and m.has_attachments
         order by m.id, a.id limit $4",
        &[&channel_id, &after, &before, &limit],
        |row| {
            Ok(SentFile {
                message_id: row.get(0)?,
                author_id: row.get(1)?,
                is_person: row.get::<Option<bool>>(2)? == Some(false),
                filename: row.get(3)?,
                content_type: row.get(4)?,
            })
        },
    )
}

/// A channel and those of its threads that hold a message older than this one.
pub fn places_before(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    before: Id<MessageMarker>,
) -> Result<Vec<Id<ChannelMarker>>, StoreError> {
    tx.query(
        "select c.id from channels c
         where (c.id = $1 or c.id in (select t.id from threads t where t.parent_id = $1))
           and exists (select m.id from messages m where m.channel_id = c.id and m.id < $2)
         order by c.id",
        &[&channel_id, &before],
        |row| row.get(0),
    )
}

/// Messages that are older than this one, oldest first, pinned ones among them or not.
pub fn messages_before(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    before: Id<MessageMarker>,
    with_pinned: bool,
    limit: u32,
) -> Result<Vec<Id<MessageMarker>>, StoreError> {
    tx.query(
        "select id from messages where channel_id = $1 and id < $2 and ($3 or pinned_ms is null)
         order by id limit $4",
        &[&channel_id, &before, &with_pinned, &limit],
        |row| row.get(0),
    )
}

fn read_entry(row: &Row<'_>) -> Result<Entry, StoreError> {
    let done: String = row.get(3)?;
    Ok(Entry {
        guild_id: row.get(0)?,
        id: row.get(1)?,
        channel_id: row.get(2)?,
        done: Done::from_text(&done)
            .ok_or_else(|| StoreError::Invalid(format!("switch_log has an act {done:?}")))?,
        user_id: row.get(4)?,
        signals: row.get::<Json<_>>(5)?.0,
        count: row.get(6)?,
        last_at: row.get(7)?,
        undone_by: row.get(8)?,
        undone_at: row.get(9)?,
    })
}
