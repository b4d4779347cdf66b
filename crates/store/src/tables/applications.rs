//! Applications, each of which owns a bot account with the same id.

use parvis_model::marker::{ApplicationMarker, UserMarker};
use parvis_model::{Application, Id};

use crate::{Json, Row, StoreError, Tx};

/// An application with whom it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Owned {
    /// The application, without its bot account.
    pub application: Application,
    /// Who answers for it.
    pub owner_id: Id<UserMarker>,
}

/// Adds an application. Its bot account must exist; `signing_key` is the secret half of its `verify_key`.
pub fn insert(tx: &mut Tx<'_>, owned: &Owned, signing_key: &[u8; 32]) -> Result<(), StoreError> {
    let application = &owned.application;
    tx.execute(
        "insert into applications (id, owner_id, flags, details, signing_key) values ($1, $2, $3, $4, $5)",
        &[&application.id, &owned.owner_id, &application.flags.0, &Json(kept(application)), signing_key],
    )?;
    Ok(())
}

/// Replaces what an application says of itself; whether it exists.
pub fn update(tx: &mut Tx<'_>, application: &Application) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "update applications set flags = $2, details = $3 where id = $1",
        &[&application.id, &application.flags.0, &Json(kept(application))],
    )?;
    Ok(changed > 0)
}

/// An application.
pub fn get(tx: &mut Tx<'_>, id: Id<ApplicationMarker>) -> Result<Option<Owned>, StoreError> {
    tx.query_opt("select owner_id, details from applications where id = $1", &[&id], read)
}

/// The applications of an account, oldest first.
pub fn of_owner(tx: &mut Tx<'_>, owner_id: Id<UserMarker>) -> Result<Vec<Owned>, StoreError> {
    tx.query("select owner_id, details from applications where owner_id = $1 order by id", &[&owner_id], read)
}

/// How many applications an account has.
pub fn count(tx: &mut Tx<'_>, owner_id: Id<UserMarker>) -> Result<usize, StoreError> {
    let count: u32 =
        tx.query_one("select count(*) from applications where owner_id = $1", &[&owner_id], |row| {
            row.get(0)
        })?;
    Ok(count as usize)
}

/// Removes an application; whether there was one.
pub fn delete(tx: &mut Tx<'_>, id: Id<ApplicationMarker>) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from applications where id = $1", &[&id])? > 0)
}

/// The application as it is kept: without its bot account, which is in `users`.
fn kept(application: &Application) -> Application {
    Application { bot: None, ..application.clone() }
}

fn read(row: &Row<'_>) -> Result<Owned, StoreError> {
    let Json(application) = row.get(1)?;
    Ok(Owned { owner_id: row.get(0)?, application })
}
