//! Recovery codes of accounts, by digest.

use parvis_model::Id;
use parvis_model::marker::UserMarker;

use crate::{StoreError, Tx};

/// Gives an account these codes instead of those that it had.
pub fn replace(tx: &mut Tx<'_>, user_id: Id<UserMarker>, code_hashes: &[[u8; 32]]) -> Result<(), StoreError> {
    delete_all(tx, user_id)?;
    for code_hash in code_hashes {
        tx.execute(
            "insert into recovery_codes (user_id, code_hash) values ($1, $2)",
            &[&user_id, code_hash],
        )?;
    }
    Ok(())
}

/// How many codes an account has left.
pub fn count(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<u32, StoreError> {
    tx.query_one("select count(*) from recovery_codes where user_id = $1", &[&user_id], |row| row.get(0))
}

/// Uses up a code; whether the account had it.
pub fn spend(tx: &mut Tx<'_>, user_id: Id<UserMarker>, code_hash: &[u8; 32]) -> Result<bool, StoreError> {
    let spent = tx.execute(
        "delete from recovery_codes where user_id = $1 and code_hash = $2",
        &[&user_id, code_hash],
    )?;
    Ok(spent > 0)
}

/// Removes all codes of an account.
pub fn delete_all(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<(), StoreError> {
    tx.execute("delete from recovery_codes where user_id = $1", &[&user_id])?;
    Ok(())
}
