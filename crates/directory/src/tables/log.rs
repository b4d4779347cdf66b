//! What was done to the map, by whom. An entry's id says when.

use parvis_model::Id;
use parvis_model::marker::{GenericMarker, UserMarker};
use parvis_store::{Row, StoreError, Tx};

use crate::markers::EntryMarker;

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When it was made stands in it.
    pub id: Id<EntryMarker>,
    /// The moderator who did it; `None` for who keeps a group, and for the program itself.
    pub actor_id: Option<Id<UserMarker>>,
    /// What was done, as a word such as `group.dark`.
    pub action: String,
    /// To what: an area, a group or a removal.
    pub target_id: Option<Id<GenericMarker>>,
    /// The reason, or what there is to say of it.
    pub note: String,
}

/// Adds an entry.
pub fn insert(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), StoreError> {
    tx.execute(
        "insert into directory_log (id, actor_id, action, target_id, note) values ($1, $2, $3, $4, $5)",
        &[&entry.id, &entry.actor_id, &entry.action, &entry.target_id, &entry.note],
    )?;
    Ok(())
}

/// Entries older than one, the newest first.
pub fn page(tx: &mut Tx<'_>, before: Id<EntryMarker>, limit: u32) -> Result<Vec<Entry>, StoreError> {
    tx.query(
        "select id, actor_id, action, target_id, note from directory_log where id < $1 order by id desc limit $2",
        &[&before, &limit],
        read,
    )
}

/// How often an account did something since a moment.
pub fn count_since(
    tx: &mut Tx<'_>,
    actor_id: Id<UserMarker>,
    action: &str,
    since: Id<EntryMarker>,
) -> Result<u32, StoreError> {
    tx.query_one(
        "select count(*) from directory_log where id >= $1 and actor_id = $2 and action = $3",
        &[&since, &actor_id, &action],
        |row| row.get(0),
    )
}

/// Forgets entries older than one; returns how many.
pub fn delete_before(tx: &mut Tx<'_>, oldest: Id<EntryMarker>) -> Result<u64, StoreError> {
    tx.execute("delete from directory_log where id < $1", &[&oldest])
}

fn read(row: &Row<'_>) -> Result<Entry, StoreError> {
    Ok(Entry {
        id: row.get(0)?,
        actor_id: row.get(1)?,
        action: row.get(2)?,
        target_id: row.get(3)?,
        note: row.get(4)?,
    })
}
