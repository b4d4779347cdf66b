//! What accounts wrote down about others, each for itself.

use std::collections::BTreeMap;

use parvis_model::Id;
use parvis_model::marker::UserMarker;

use crate::{StoreError, Tx};

/// What an account wrote about another.
pub fn get(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    target_id: Id<UserMarker>,
) -> Result<Option<String>, StoreError> {
    tx.query_opt(
        "select note from notes where user_id = $1 and target_id = $2",
        &[&user_id, &target_id],
        |row| row.get(0),
    )
}

/// Everything that an account wrote, by whom it is about.
pub fn of_user(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
) -> Result<BTreeMap<Id<UserMarker>, String>, StoreError> {
    let notes = tx.query("select target_id, note from notes where user_id = $1", &[&user_id], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(notes.into_iter().collect())
}

/// Writes a note; an empty one is deleted.
pub fn set(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    target_id: Id<UserMarker>,
    note: &str,
) -> Result<(), StoreError> {
    if note.is_empty() {
        tx.execute("delete from notes where user_id = $1 and target_id = $2", &[&user_id, &target_id])?;
    } else {
        tx.execute(
            "insert into notes (user_id, target_id, note) values ($1, $2, $3)
             on conflict (user_id, target_id) do update set note = excluded.note",
            &[&user_id, &target_id, &note],
        )?;
    }
    Ok(())
}

/// Deletes everything that an account wrote, and that others wrote about it.
pub fn delete_all(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("delete from notes where user_id = $1 or target_id = $1", &[&user_id])?;
    Ok(())
}
