//! Files of messages: what is known of each, and which blob holds it.

use parvis_model::marker::{AttachmentMarker, ChannelMarker, MessageMarker};
use parvis_model::{Attachment, Id};

use crate::{IdList, Row, StoreError, Tx};

/// Where the bytes of a file are, and how they are served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Name of the blob.
    pub blob: String,
    /// Name for the reader.
    pub filename: String,
    /// Content type.
    pub content_type: String,
    /// Size in bytes.
    pub size_bytes: u64,
}

/// Adds a file of a message.
pub fn insert(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    file: &Attachment,
    blob: &str,
) -> Result<(), StoreError> {
    let content_type = file.content_type.as_deref().unwrap_or("application/octet-stream");
    let duration_ms = file.duration_secs.map(|seconds| (seconds * 1_000.0) as i64);
    tx.execute(
        "insert into attachments (id, channel_id, message_id, filename, content_type, size_bytes, width, height,
           description, duration_ms, waveform, blob)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &[
            &file.id,
            &channel_id,
            &message_id,
            &file.filename,
            &content_type,
            &file.size,
            &file.width,
            &file.height,
            &file.description,
            &duration_ms,
            &file.waveform,
            &blob,
        ],
    )?;
    Ok(())
}

/// The files of these messages, in the order in which they were attached. Their addresses are empty: who sends them
/// signs them.
pub fn of_messages(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    ids: &[Id<MessageMarker>],
) -> Result<Vec<(Id<MessageMarker>, Attachment)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    tx.query(
        "select message_id, id, filename, size_bytes, content_type, width, height, description, duration_ms,
           waveform
         from attachments where channel_id = $1 and message_id in ids($2) order by id",
        &[&channel_id, &IdList(ids)],
        |row| Ok((row.get(0)?, read(row)?)),
    )
}

/// Names of blobs that rows use, in order, from the one behind `after` on.
pub fn blobs(tx: &mut Tx<'_>, after: &str, limit: u32) -> Result<Vec<String>, StoreError> {
    tx.query(
        "select blob from (select blob from attachments union select blob from pictures) as used
         where blob > $1 order by blob limit $2",
        &[&after, &limit],
        |row| row.get(0),
    )
}

/// Where a file of a channel is; `None` when the file or the channel does not exist (any more).
pub fn stored(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    id: Id<AttachmentMarker>,
) -> Result<Option<Stored>, StoreError> {
    tx.query_opt(
        "select a.blob, a.filename, a.content_type, a.size_bytes from attachments a
         join channels c on c.id = a.channel_id where a.id = $1 and a.channel_id = $2",
        &[&id, &channel_id],
        |row| {
            Ok(Stored {
                blob: row.get(0)?,
                filename: row.get(1)?,
                content_type: row.get(2)?,
                size_bytes: row.get(3)?,
            })
        },
    )
}

/// The name of a file of a message. Files that came with an interaction, or with an answer that one person alone sees,
/// belong to no message.
pub fn name_in_message(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    id: Id<AttachmentMarker>,
) -> Result<Option<String>, StoreError> {
    tx.query_opt(
        "select a.filename from attachments a
         join messages m on m.channel_id = a.channel_id and m.id = a.message_id
         where a.id = $1 and a.channel_id = $2",
        &[&id, &channel_id],
        |row| row.get(0),
    )
}

/// Changes the text that stands for a picture.
pub fn set_description(
    tx: &mut Tx<'_>,
    id: Id<AttachmentMarker>,
    description: Option<&str>,
) -> Result<(), StoreError> {
    tx.execute("update attachments set description = $2 where id = $1", &[&id, &description])?;
    Ok(())
}

/// Removes single files; their blobs are queued for deletion.
pub fn delete(tx: &mut Tx<'_>, ids: &[Id<AttachmentMarker>], now_ms: i64) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let blobs =
        tx.query("delete from attachments where id in ids($1) returning blob", &[&IdList(ids)], |row| {
            row.get::<String>(0)
        })?;
    queue_deletions(tx, &blobs, now_ms)
}

/// Removes the files of messages; their blobs are queued for deletion.
pub fn delete_of_messages(
    tx: &mut Tx<'_>,
    channel_id: Id<ChannelMarker>,
    ids: &[Id<MessageMarker>],
    now_ms: i64,
) -> Result<(), StoreError> {
    let blobs = tx.query(
        "delete from attachments where channel_id = $1 and message_id in ids($2) returning blob",
        &[&channel_id, &IdList(ids)],
        |row| row.get::<String>(0),
    )?;
    queue_deletions(tx, &blobs, now_ms)
}

/// Queues blobs for deletion in the transaction that makes them unreachable.
pub fn queue_deletions(tx: &mut Tx<'_>, blobs: &[String], now_ms: i64) -> Result<(), StoreError> {
    for blob in blobs {
        tx.execute(
            "insert into blob_deletions (blob, queued_ms) values ($1, $2) on conflict (blob) do nothing",
            &[blob, &now_ms],
        )?;
    }
    Ok(())
}

/// Whether a message, a picture or a waiting deletion names this blob.
pub fn blob_is_known(tx: &mut Tx<'_>, blob: &str) -> Result<bool, StoreError> {
    let found = tx.query(
        "select 1 from attachments where blob = $1 union all select 1 from pictures where blob = $1
         union all select 1 from blob_deletions where blob = $1",
        &[&blob],
        |row| row.get::<i64>(0),
    )?;
    Ok(!found.is_empty())
}

/// Blobs that wait for their deletion, oldest first.
pub fn deletions(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<String>, StoreError> {
    tx.query("select blob from blob_deletions order by queued_ms, blob limit $1", &[&limit], |row| row.get(0))
}

/// Notes that a blob is gone from the disk.
pub fn forget_deletion(tx: &mut Tx<'_>, blob: &str) -> Result<(), StoreError> {
    tx.execute("delete from blob_deletions where blob = $1", &[&blob])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Attachment, StoreError> {
    let mut file = Attachment::new(row.get(1)?, row.get::<String>(2)?, row.get(3)?, "");
    file.content_type = Some(row.get(4)?);
    file.width = row.get(5)?;
    file.height = row.get(6)?;
    file.description = row.get(7)?;
    file.duration_secs = row.get::<Option<i64>>(8)?.map(|duration_ms| duration_ms as f64 / 1_000.0);
    file.waveform = row.get(9)?;
    Ok(file)
}
