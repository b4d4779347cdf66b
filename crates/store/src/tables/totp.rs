//! Authenticator apps of accounts.

use parvis_model::Id;
use parvis_model::marker::UserMarker;

use crate::{StoreError, Tx};

/// What an account shares with its authenticator app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totp {
    /// The secret, sealed.
    pub secret: Vec<u8>,
    /// The time step of the last code that was used.
    pub last_step: i64,
}

/// Adds an account's app; whether it had none.
pub fn insert(tx: &mut Tx<'_>, user_id: Id<UserMarker>, totp: &Totp) -> Result<bool, StoreError> {
    let inserted = tx.execute(
        "insert into totp (user_id, secret, last_step) values ($1, $2, $3) on conflict (user_id) do nothing",
        &[&user_id, &totp.secret, &totp.last_step],
    )?;
    Ok(inserted > 0)
}

/// An account's app.
pub fn of_user(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Option<Totp>, StoreError> {
    tx.query_opt("select secret, last_step from totp where user_id = $1", &[&user_id], |row| {
        Ok(Totp { secret: row.get(0)?, last_step: row.get(1)? })
    })
}

/// Uses up the code of a time step; false when it, or a later one, was used before.
pub fn spend(tx: &mut Tx<'_>, user_id: Id<UserMarker>, step: i64) -> Result<bool, StoreError> {
    let spent = tx.execute(
        "update totp set last_step = $2 where user_id = $1 and last_step < $2",
        &[&user_id, &step],
    )?;
    Ok(spent > 0)
}

/// Removes an account's app; whether it had one.
pub fn delete(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from totp where user_id = $1", &[&user_id])? > 0)
}
