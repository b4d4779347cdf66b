//! Avatars, icons and the like: which blob holds the picture with a hash.

use parvis_model::Id;
use parvis_model::marker::GenericMarker;

use super::attachments::queue_deletions;
use crate::{StoreError, Tx};

/// Where the bytes of a picture are, and what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Name of the blob.
    pub blob: String,
    /// Content type, one that browsers show and do not run.
    pub content_type: String,
}

/// Adds a picture of an owner; the same picture again is the one that is there.
pub fn insert(
    tx: &mut Tx<'_>,
    kind: &str,
    owner_id: Id<GenericMarker>,
    hash: &str,
    stored: &Stored,
) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into pictures (kind, owner_id, hash, blob, content_type) values ($1, $2, $3, $4, $5)
         on conflict (kind, owner_id, hash) do nothing",
        &[&kind, &owner_id, &hash, &stored.blob, &stored.content_type],
    )?;
    Ok(added > 0)
}

/// Where a picture is.
pub fn get(
    tx: &mut Tx<'_>,
    kind: &str,
    owner_id: Id<GenericMarker>,
    hash: &str,
) -> Result<Option<Stored>, StoreError> {
    tx.query_opt(
        "select blob, content_type from pictures where kind = $1 and owner_id = $2 and hash = $3",
        &[&kind, &owner_id, &hash],
        |row| Ok(Stored { blob: row.get(0)?, content_type: row.get(1)? }),
    )
}

/// The picture of an owner that has one of this kind and no more.
pub fn only(
    tx: &mut Tx<'_>,
    kind: &str,
    owner_id: Id<GenericMarker>,
) -> Result<Option<(String, Stored)>, StoreError> {
    tx.query_opt(
        "select hash, blob, content_type from pictures where kind = $1 and owner_id = $2",
        &[&kind, &owner_id],
        |row| Ok((row.get(0)?, Stored { blob: row.get(1)?, content_type: row.get(2)? })),
    )
}

/// Removes every picture of a kind that an owner has but the one with hash `kept`; their blobs are queued for deletion.
pub fn delete_others(
    tx: &mut Tx<'_>,
    kind: &str,
    owner_id: Id<GenericMarker>,
    kept: Option<&str>,
    now_ms: i64,
) -> Result<(), StoreError> {
    let blobs = tx.query(
        "delete from pictures where kind = $1 and owner_id = $2 and hash <> $3 returning blob",
        &[&kind, &owner_id, &kept.unwrap_or("")],
        |row| row.get::<String>(0),
    )?;
    queue_deletions(tx, &blobs, now_ms)
}
