//! Those whom the operator named to decide the cases of the house.

use parvis_model::marker::UserMarker;
use parvis_model::{Id, Timestamp};
use parvis_store::{StoreError, Tx};

/// Makes an account a moderator; false when it is one.
pub fn insert(tx: &mut Tx<'_>, user_id: Id<UserMarker>, now: Timestamp) -> Result<bool, StoreError> {
    let added = tx.execute(
        "insert into guard_moderators (user_id, added_ms) values ($1, $2) on conflict (user_id) do nothing",
        &[&user_id, &now],
    )?;
    Ok(added > 0)
}

/// Ends it; whether the account was one.
pub fn delete(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from guard_moderators where user_id = $1", &[&user_id])? > 0)
}

/// Whether an account is a moderator.
pub fn exists(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<bool, StoreError> {
    let found =
        tx.query_opt("select user_id from guard_moderators where user_id = $1", &[&user_id], |row| {
            row.get::<i64>(0)
        })?;
    Ok(found.is_some())
}

/// All of them, the first named first.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Id<UserMarker>>, StoreError> {
    tx.query("select user_id from guard_moderators order by added_ms, user_id", &[], |row| row.get(0))
}
