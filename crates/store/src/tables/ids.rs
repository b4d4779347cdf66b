//! The highest id in use, above which a node starts to make new ones.

use crate::{StoreError, Tx};

/// The highest id that any table holds; 0 in an empty database. Every table is asked by an index or is small.
pub fn highest(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    tx.query_one(
        "select coalesce(max(id), 0) from (
           select max(last_message_id) as id from channel_heads
           union all select max(id) from channels
           union all select max(id) from users
           union all select max(id) from logins
           union all select max(id) from guilds
           union all select max(id) from roles
           union all select max(id) from attachments
           union all select max(id) from commands
           union all select max(id) from emojis
           union all select max(id) from interactions
           union all select max(id) from ephemeral_messages
         ) as used",
        &[],
        |row| row.get(0),
    )
}
