//! Addresses at which programs fetch a person's calendar: only what is left of their secret.

use parvis_model::marker::UserMarker;
use parvis_model::{Id, Timestamp};

use crate::{StoreError, Tx};

/// Gives an account an address; the one that it had is void.
pub fn put(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    digest: &[u8],
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "insert into calendar_addresses (user_id, digest, created_ms) values ($1, $2, $3)
         on conflict (user_id) do update set digest = excluded.digest, created_ms = excluded.created_ms",
        &[&user_id, &digest, &now],
    )?;
    Ok(())
}

/// When an account got its address; `None` when it has none.
pub fn created_at(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Option<Timestamp>, StoreError> {
    tx.query_opt("select created_ms from calendar_addresses where user_id = $1", &[&user_id], |row| {
        row.get(0)
    })
}

/// Whose address it is.
pub fn owner(tx: &mut Tx<'_>, digest: &[u8]) -> Result<Option<Id<UserMarker>>, StoreError> {
    tx.query_opt("select user_id from calendar_addresses where digest = $1", &[&digest], |row| row.get(0))
}

/// Takes an account's address away.
pub fn delete(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("delete from calendar_addresses where user_id = $1", &[&user_id])?;
    Ok(())
}
