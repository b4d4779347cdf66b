//! Removals of several groups at once, which one moderator proposes and another carries out.

use parvis_model::Id;
use parvis_model::marker::UserMarker;
use parvis_store::{Json, Row, StoreError, Tx};

use crate::markers::{GroupMarker, RemovalMarker};

/// A removal that waits for a second moderator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// When it was proposed stands in it.
    pub id: Id<RemovalMarker>,
    /// Who proposed it.
    pub proposer_id: Id<UserMarker>,
    /// What is to go.
    pub group_ids: Vec<Id<GroupMarker>>,
    /// Why.
    pub reason: String,
}

/// Adds a removal.
pub fn insert(tx: &mut Tx<'_>, removal: &Removal) -> Result<(), StoreError> {
    tx.execute(
        "insert into directory_removals (id, proposer_id, group_ids, reason) values ($1, $2, $3, $4)",
        &[&removal.id, &removal.proposer_id, &Json(&removal.group_ids), &removal.reason],
    )?;
    Ok(())
}

/// One removal.
pub fn get(tx: &mut Tx<'_>, id: Id<RemovalMarker>) -> Result<Option<Removal>, StoreError> {
    tx.query_opt(
        "select id, proposer_id, group_ids, reason from directory_removals where id = $1",
        &[&id],
        read,
    )
}

/// Those that wait, the newest first.
pub fn page(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Removal>, StoreError> {
    tx.query(
        "select id, proposer_id, group_ids, reason from directory_removals order by id desc limit $1",
        &[&limit],
        read,
    )
}

/// Takes a removal away; whether there was one.
pub fn delete(tx: &mut Tx<'_>, id: Id<RemovalMarker>) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from directory_removals where id = $1", &[&id])? > 0)
}

/// Forgets removals older than one that nobody agreed to; returns how many.
pub fn delete_before(tx: &mut Tx<'_>, oldest: Id<RemovalMarker>) -> Result<u64, StoreError> {
    tx.execute("delete from directory_removals where id < $1", &[&oldest])
}

fn read(row: &Row<'_>) -> Result<Removal, StoreError> {
    let Json(group_ids) = row.get(2)?;
    Ok(Removal { id: row.get(0)?, proposer_id: row.get(1)?, group_ids, reason: row.get(3)? })
}
