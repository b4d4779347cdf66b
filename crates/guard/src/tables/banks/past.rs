//! What was said and posted in guilds, channel by channel from the newest to the oldest, for looks through the past.

use parvis_model::Id;
use parvis_model::marker::{AttachmentMarker, ChannelMarker, GuildMarker, MessageMarker};
use parvis_store::{Row, StoreError, Tx};

/// A message of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Which.
    pub id: Id<MessageMarker>,
    /// What.
    pub content: String,
}

/// A channel and whose it is.
pub type ChannelOfGuild = (Id<ChannelMarker>, Id<GuildMarker>);

/// The next channel of a guild, or of all guilds, and whose it is.
pub fn next_channel(
    tx: &mut Tx<'_>,
    guild_id: Option<Id<GuildMarker>>,
    after: Id<ChannelMarker>,
) -> Result<Option<ChannelOfGuild>, StoreError> {
    tx.query_opt(
        "select id, guild_id from channels
         where guild_id is not null and ($1 = 0 or guild_id = $1) and id > $2 order by id limit 1",
        &[&guild_id.unwrap_or(Id::new(0)), &after],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// How many messages, or with `files` how many files, a guild or all guilds have.
pub fn past_count(
    tx: &mut Tx<'_>,
    guild_id: Option<Id<GuildMarker>>,
    files: bool,
) -> Result<u64, StoreError> {
    let statement = match files {
        true => {
            "select count(*) from attachments it join channels c on c.id = it.channel_id
             where c.guild_id is not null and ($1 = 0 or c.guild_id = $1)"
        }
        false => {
            "select count(*) from messages it join channels c on c.id = it.channel_id
             where c.guild_id is not null and ($1 = 0 or c.guild_id = $1)"
        }
    };
    tx.query_one(statement, &[&guild_id.unwrap_or(Id::new(0))], |row| row.get(0))
}

/// Messages of a channel that are older than one, newest first.
pub fn said_before(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    before: Id<MessageMarker>,
    limit: u32,
) -> Result<Vec<Said>, StoreError> {
    tx.query(
        "select id, content from messages where channel_id = $1 and id < $2 order by id desc limit $3",
        &[&channel_id, &before, &limit],
        |row| Ok(Said { id: row.get(0)?, content: row.get(1)? }),
    )
}

/// A file of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Which.
    pub id: Id<AttachmentMarker>,
    /// Of which message.
    pub message_id: Id<MessageMarker>,
    /// Its name.
    pub filename: String,
    /// Where it lies.
    pub blob: String,
    /// Its size.
    pub size_bytes: u64,
}

/// Files of messages of a channel that are older than one, newest first; all files of a message come together.
pub fn posted_before(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    before: Id<MessageMarker>,
    limit: u32,
) -> Result<Vec<Posted>, StoreError> {
    tx.query(
        "select a.id, a.message_id, a.filename, a.blob, a.size_bytes from attachments a
         where a.channel_id = $1 and a.message_id in (
           select message_id from attachments where channel_id = $1 and message_id < $2
           group by message_id order by message_id desc limit $3)
         order by a.message_id desc, a.id",
        &[&channel_id, &before, &limit],
        read_posted,
    )
}

/// The files of a message.
pub fn posted(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
) -> Result<Vec<Posted>, StoreError> {
    tx.query(
        "select id, message_id, filename, blob, size_bytes from attachments
         where channel_id = $1 and message_id = $2 order by id",
        &[&channel_id, &message_id],
        read_posted,
    )
}

fn read_posted(row: &Row<'_>) -> Result<Posted, StoreError> {
    Ok(Posted {
        id: row.get(0)?,
        message_id: row.get(1)?,
        filename: row.get(2)?,
        blob: row.get(3)?,
        size_bytes: row.get(4)?,
    })
}
