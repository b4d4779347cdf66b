//! Friends, requests and blocks, one row for each side.

use parvis_model::Id;
use parvis_model::marker::UserMarker;

use crate::{StoreError, Tx};

/// The kind of a block.
const BLOCKED: i64 = 2;

/// Whether one of two accounts has blocked the other.
pub fn either_blocks(
    tx: &mut Tx<'_>,
    one: Id<UserMarker>,
    other: Id<UserMarker>,
) -> Result<bool, StoreError> {
    let found = tx.query_opt(
        "select kind from relationships
         where kind = $3 and ((user_id = $1 and other_id = $2) or (user_id = $2 and other_id = $1)) limit 1",
        &[&one, &other, &BLOCKED],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}
