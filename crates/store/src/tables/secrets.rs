//! Keys of this server, made once.

use crate::{StoreError, Tx};

/// The secret of this name; `fresh` becomes it if there is none yet.
pub fn get_or_insert(tx: &mut Tx<'_>, name: &str, fresh: &[u8]) -> Result<Vec<u8>, StoreError> {
    tx.execute(
        "insert into server_secrets (name, value) values ($1, $2) on conflict (name) do nothing",
        &[&name, &fresh],
    )?;
    tx.query_one("select value from server_secrets where name = $1", &[&name], |row| row.get(0))
}
