//! Applications, each of which owns a bot account with the same id.

use parvis_model::marker::{ApplicationMarker, UserMarker};
use parvis_model::{Application, Id};

use crate::{Json, Row, StoreError, Tx};

/// An application with what only its owner sees.
#[derive(Debug, Clone, PartialEq)]
pub struct Owned {
    /// The application, without its bot account.
    pub application: Application,
    /// Who answers for it.
    pub owner_id: Id<UserMarker>,
    /// Where people may be sent back to after a grant.
    pub redirect_uris: Vec<String>,
    /// Where it takes its interactions, if not by the gateway.
    pub interactions_url: Option<String>,
}

impl Owned {
    /// An application that is reached by the gateway alone.
    pub fn new(application: Application, owner_id: Id<UserMarker>) -> Self {
        Self { application, owner_id, redirect_uris: Vec::new(), interactions_url: None }
    }
}

/// Adds an application. Its bot account must exist; `signing_key` is the secret half of its `verify_key`.
pub fn insert(tx: &mut Tx<'_>, owned: &Owned, signing_key: &[u8; 32]) -> Result<(), StoreError> {
    let application = &owned.application;
    tx.execute(
        "insert into applications (id, owner_id, flags, details, signing_key, redirect_uris, interactions_url)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            &application.id,
            &owned.owner_id,
            &application.flags.0,
            &Json(kept(application)),
            signing_key,
            &Json(&owned.redirect_uris),
            &owned.interactions_url,
        ],
    )?;
    Ok(())
}

/// Replaces what an application says of itself and where it is reached; whether it exists.
pub fn update(tx: &mut Tx<'_>, owned: &Owned) -> Result<bool, StoreError> {
    let application = &owned.application;
    let changed = tx.execute(
        "update applications set flags = $2, details = $3, redirect_uris = $4, interactions_url = $5
         where id = $1",
        &[
            &application.id,
            &application.flags.0,
            &Json(kept(application)),
            &Json(&owned.redirect_uris),
            &owned.interactions_url,
        ],
    )?;
    Ok(changed > 0)
}

/// An application.
pub fn get(tx: &mut Tx<'_>, id: Id<ApplicationMarker>) -> Result<Option<Owned>, StoreError> {
    tx.query_opt(
        "select owner_id, details, redirect_uris, interactions_url from applications where id = $1",
        &[&id],
        read,
    )
}

/// The applications of an account, oldest first.
pub fn of_owner(tx: &mut Tx<'_>, owner_id: Id<UserMarker>) -> Result<Vec<Owned>, StoreError> {
    tx.query(
        "select owner_id, details, redirect_uris, interactions_url from applications
         where owner_id = $1 order by id",
        &[&owner_id],
        read,
    )
}

/// The secret key with which what is sent to an application is signed.
pub fn signing_key(tx: &mut Tx<'_>, id: Id<ApplicationMarker>) -> Result<Option<[u8; 32]>, StoreError> {
    tx.query_opt("select signing_key from applications where id = $1", &[&id], |row| row.get(0))
}

/// Where an application takes its interactions, if not by the gateway, and the key with which they are signed.
pub fn endpoint(
    tx: &mut Tx<'_>,
    id: Id<ApplicationMarker>,
) -> Result<Option<(String, [u8; 32])>, StoreError> {
    tx.query_opt(
        "select interactions_url, signing_key from applications where id = $1 and interactions_url is not null",
        &[&id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Replaces the digest of the secret by which an application proves itself; whether it exists.
pub fn set_client_secret(
    tx: &mut Tx<'_>,
    id: Id<ApplicationMarker>,
    secret_hash: &[u8; 32],
) -> Result<bool, StoreError> {
    let changed =
        tx.execute("update applications set client_secret_hash = $2 where id = $1", &[&id, secret_hash])?;
    Ok(changed > 0)
}

/// The digest of an application's secret. The outer `None`: no such application; the inner one: it never made a secret.
pub fn client_secret(
    tx: &mut Tx<'_>,
    id: Id<ApplicationMarker>,
) -> Result<Option<Option<[u8; 32]>>, StoreError> {
    tx.query_opt("select client_secret_hash from applications where id = $1", &[&id], |row| row.get(0))
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
    let redirect_uris: Option<Json<Vec<String>>> = row.get(2)?;
    Ok(Owned {
        owner_id: row.get(0)?,
        application,
        redirect_uris: redirect_uris.map(|Json(list)| list).unwrap_or_default(),
        interactions_url: row.get(3)?,
    })
}
