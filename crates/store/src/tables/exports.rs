//! Copies of what is kept about somebody, made for that person, and what goes into them page by page.

use parvis_model::marker::{ChannelMarker, ExportMarker, MessageMarker, UserMarker};
use parvis_model::{Id, MessageType, Timestamp};

use crate::{Row, StoreError, Tx};

/// A copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Its id.
    pub id: Id<ExportMarker>,
    /// About whom it is.
    pub user_id: Id<UserMarker>,
    /// Name of the file on the disk.
    pub file: String,
    /// How far it is: `running`, `ready` or `failed`.
    pub state: String,
    /// Size in bytes, once it is ready.
    pub size_bytes: u64,
    /// When it was asked for.
    pub created_ms: i64,
}

/// A message as its author gets it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnMessage {
    /// The message.
    pub id: Id<MessageMarker>,
    /// Its kind.
    pub kind: MessageType,
    /// Its text.
    pub content: String,
    /// When it was changed.
    pub edited_at: Option<Timestamp>,
}

/// Adds an account's copy in the place of the one that it had.
pub fn replace(tx: &mut Tx<'_>, export: &Export) -> Result<(), StoreError> {
    delete(tx, export.user_id)?;
    tx.execute(
        "insert into exports (user_id, id, file, state, size_bytes, created_ms) values ($1, $2, $3, $4, $5, $6)",
        &[&export.user_id, &export.id, &export.file, &export.state, &export.size_bytes, &export.created_ms],
    )?;
    Ok(())
}

/// An account's copy.
pub fn of_user(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Option<Export>, StoreError> {
    tx.query_opt(
        "select id, user_id, file, state, size_bytes, created_ms from exports where user_id = $1",
        &[&user_id],
        read,
    )
}

/// A copy by its id.
pub fn get(tx: &mut Tx<'_>, id: Id<ExportMarker>) -> Result<Option<Export>, StoreError> {
    tx.query_opt(
        "select id, user_id, file, state, size_bytes, created_ms from exports where id = $1",
        &[&id],
        read,
    )
}

/// Notes how a copy ended; whether it is still wanted.
pub fn finish(
    tx: &mut Tx<'_>,
    id: Id<ExportMarker>,
    state: &str,
    size_bytes: u64,
) -> Result<bool, StoreError> {
    let noted = tx.execute(
        "update exports set state = $2, size_bytes = $3 where id = $1",
        &[&id, &state, &size_bytes],
    )?;
    Ok(noted > 0)
}

/// Removes an account's copy.
pub fn delete(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("delete from exports where user_id = $1", &[&user_id])?;
    Ok(())
}

/// Removes copies that were asked for up to a moment.
pub fn purge(tx: &mut Tx<'_>, until_ms: i64) -> Result<(), StoreError> {
    tx.execute("delete from exports where created_ms <= $1", &[&until_ms])?;
    Ok(())
}

/// Names of the files of all copies.
pub fn files(tx: &mut Tx<'_>) -> Result<Vec<String>, StoreError> {
    tx.query("select file from exports", &[], |row| row.get(0))
}

/// Ids of channels of every kind, from the one behind `after` on.
pub fn channels(
    tx: &mut Tx<'_>,
    after: Id<ChannelMarker>,
    limit: u32,
) -> Result<Vec<Id<ChannelMarker>>, StoreError> {
    tx.query("select id from channels where id > $1 order by id limit $2", &[&after, &limit], |row| {
        row.get(0)
    })
}

/// Where the next messages of a channel end, when so many are looked through; `None` behind the last.
pub fn messages_end(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    after: Id<MessageMarker>,
    looked_at_max: u32,
) -> Result<Option<Id<MessageMarker>>, StoreError> {
    tx.query_one(
        "select max(w.id) from (
           select id from messages where channel_id = $1 and id > $2 order by id limit $3) w",
        &[&channel_id, &after, &looked_at_max],
        |row| row.get(0),
    )
}

/// An author's messages of a channel, behind the first id up to the last one, oldest first.
pub fn own_messages(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    author_id: Id<UserMarker>,
    (after, end): (Id<MessageMarker>, Id<MessageMarker>),
) -> Result<Vec<OwnMessage>, StoreError> {
    tx.query(
        "select id, kind, content, edited_ms from messages
         where channel_id = $1 and id > $2 and id <= $3 and author_id = $4 order by id",
        &[&channel_id, &after, &end, &author_id],
        |row| {
            Ok(OwnMessage {
                id: row.get(0)?,
                kind: MessageType(row.get(1)?),
                content: row.get(2)?,
                edited_at: row.get(3)?,
            })
        },
    )
}

/// Where the next reactions of a channel end, when so many are looked through; `None` behind the last.
pub fn reactions_end(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    after: Id<MessageMarker>,
    looked_at_max: u32,
) -> Result<Option<Id<MessageMarker>>, StoreError> {
    tx.query_one(
        "select max(w.message_id) from (
           select message_id from reactions where channel_id = $1 and message_id > $2
           order by message_id limit $3) w",
        &[&channel_id, &after, &looked_at_max],
        |row| row.get(0),
    )
}

/// Somebody's reactions in a channel: the message, the emoji's key, when.
pub fn own_reactions(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    user_id: Id<UserMarker>,
    (after, end): (Id<MessageMarker>, Id<MessageMarker>),
) -> Result<Vec<(Id<MessageMarker>, String, Timestamp)>, StoreError> {
    tx.query(
        "select message_id, emoji, created_ms from reactions
         where channel_id = $1 and message_id > $2 and message_id <= $3 and user_id = $4
         order by message_id, emoji",
        &[&channel_id, &after, &end, &user_id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

fn read(row: &Row<'_>) -> Result<Export, StoreError> {
    Ok(Export {
        id: row.get(0)?,
        user_id: row.get(1)?,
        file: row.get(2)?,
        state: row.get(3)?,
        size_bytes: row.get(4)?,
        created_ms: row.get(5)?,
    })
}
