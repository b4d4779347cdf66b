//! Passkeys of accounts (WebAuthn credentials).

use parvis_model::Id;
use parvis_model::marker::{PasskeyMarker, UserMarker};

use crate::{Row, StoreError, Tx};

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Our id of it; its time is that of the registration.
    pub id: Id<PasskeyMarker>,
    /// Whose it is.
    pub user_id: Id<UserMarker>,
    /// The authenticator's id of it.
    pub credential_id: Vec<u8>,
    /// Its public key, as COSE has it (RFC 9052).
    pub public_key: Vec<u8>,
    /// The host that it was made for.
    pub rp_id: String,
    /// What its counter said last; 0 where it has none.
    pub sign_count: u32,
    /// What its owner calls it.
    pub name: String,
    /// Last day of use, in days since 1970-01-01; no finer time is kept.
    pub last_used_day: Option<i64>,
}

macro_rules! columns {
    () => {
        "id, user_id, credential_id, public_key, rp_id, sign_count, name, last_used_day"
    };
}

/// Adds a passkey. One that is known already is `StoreError::Unique` on `passkeys.credential_id`.
pub fn insert(tx: &mut Tx<'_>, passkey: &Passkey) -> Result<(), StoreError> {
    tx.execute(
        concat!("insert into passkeys (", columns!(), ") values ($1, $2, $3, $4, $5, $6, $7, $8)"),
        &[
            &passkey.id,
            &passkey.user_id,
            &passkey.credential_id,
            &passkey.public_key,
            &passkey.rp_id,
            &passkey.sign_count,
            &passkey.name,
            &passkey.last_used_day,
        ],
    )?;
    Ok(())
}

/// The passkeys of an account, oldest first.
pub fn of_user(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Passkey>, StoreError> {
    tx.query(
        concat!("select ", columns!(), " from passkeys where user_id = $1 order by id"),
        &[&user_id],
        read,
    )
}

/// How many passkeys an account has.
pub fn count(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<u32, StoreError> {
    tx.query_one("select count(*) from passkeys where user_id = $1", &[&user_id], |row| row.get(0))
}

/// A passkey by the authenticator's id.
pub fn by_credential(tx: &mut Tx<'_>, credential_id: &[u8]) -> Result<Option<Passkey>, StoreError> {
    tx.query_opt(
        concat!("select ", columns!(), " from passkeys where credential_id = $1"),
        &[&credential_id],
        read,
    )
}

/// Notes a use: the counter, and the day. False when the counter is not the one that was read before, or the passkey
/// is gone: two uses of one state are not both good.
pub fn touch(tx: &mut Tx<'_>, passkey: &Passkey, sign_count: u32, today: i64) -> Result<bool, StoreError> {
    let touched = tx.execute(
        "update passkeys set sign_count = $3, last_used_day = $4 where id = $1 and sign_count = $2",
        &[&passkey.id, &passkey.sign_count, &sign_count, &today],
    )?;
    Ok(touched > 0)
}

/// Gives an account's passkey another name; the passkey with it.
pub fn rename(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
    id: Id<PasskeyMarker>,
    name: &str,
) -> Result<Option<Passkey>, StoreError> {
    tx.query_opt(
        concat!("update passkeys set name = $3 where user_id = $1 and id = $2 returning ", columns!()),
        &[&user_id, &id, &name],
        read,
    )
}

/// Removes an account's passkey; whether it had it.
pub fn delete(tx: &mut Tx<'_>, user_id: Id<UserMarker>, id: Id<PasskeyMarker>) -> Result<bool, StoreError> {
    Ok(tx.execute("delete from passkeys where user_id = $1 and id = $2", &[&user_id, &id])? > 0)
}

/// Removes all passkeys of an account.
pub fn delete_all(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("delete from passkeys where user_id = $1", &[&user_id])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Passkey, StoreError> {
    Ok(Passkey {
        id: row.get(0)?,
        user_id: row.get(1)?,
        credential_id: row.get(2)?,
        public_key: row.get(3)?,
        rp_id: row.get(4)?,
        sign_count: row.get(5)?,
        name: row.get(6)?,
        last_used_day: row.get(7)?,
    })
}
