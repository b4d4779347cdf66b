//! The audit log of guilds.

use parvis_model::marker::{AuditLogEntryMarker, GuildMarker, UserMarker};
use parvis_model::{AuditLogEntry, AuditLogEvent, Id};

use crate::{Json, Row, StoreError, Tx};

/// What is asked of the log.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// Acts of this account only.
    pub user_id: Option<Id<UserMarker>>,
    /// Acts of this kind only.
    pub action: Option<AuditLogEvent>,
    /// Acts on this target only.
    pub target_id: Option<u64>,
    /// Entries older than this one.
    pub before: Option<Id<AuditLogEntryMarker>>,
    /// Entries newer than this one, oldest first.
    pub after: Option<Id<AuditLogEntryMarker>>,
    /// At most so many.
    pub limit: u32,
}

/// Adds an entry.
pub fn insert(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>, entry: &AuditLogEntry) -> Result<(), StoreError> {
    tx.execute(
        "insert into audit_log (guild_id, id, user_id, target_id, action, entry) values ($1, $2, $3, $4, $5, $6)",
        &[&guild_id, &entry.id, &entry.user_id, &entry.target_id, &entry.action_type.0, &Json(entry)],
    )?;
    Ok(())
}

/// Entries of a guild's log, newest first, or oldest first when asked for those after one.
pub fn list(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    filter: &Filter,
) -> Result<Vec<AuditLogEntry>, StoreError> {
    let before = filter.before.map_or(i64::MAX as u64, Id::get);
    let after = filter.after.map_or(0, Id::get);
    let user_id = filter.user_id.map_or(0, Id::get);
    let action = filter.action.map_or(-1, |action| i64::from(action.0));
    let target_id = filter.target_id.unwrap_or(0);
    let newest_first = "select entry from audit_log
         where guild_id = $1 and id < $2 and id > $3 and ($4 = 0 or user_id = $4) and ($5 = -1 or action = $5)
           and ($6 = 0 or target_id = $6)
         order by id desc limit $7";
    let oldest_first = "select entry from audit_log
         where guild_id = $1 and id < $2 and id > $3 and ($4 = 0 or user_id = $4) and ($5 = -1 or action = $5)
           and ($6 = 0 or target_id = $6)
         order by id limit $7";
    let statement = if filter.after.is_some() { oldest_first } else { newest_first };
    let read = |row: &Row<'_>| row.get(0).map(|Json(entry)| entry);
    tx.query(statement, &[&guild_id, &before, &after, &user_id, &action, &target_id, &filter.limit], read)
}

/// Forgets entries older than this one, whatever the guild; returns how many.
pub fn delete_before(tx: &mut Tx<'_>, id: Id<AuditLogEntryMarker>) -> Result<u64, StoreError> {
    tx.execute("delete from audit_log where id < $1", &[&id])
}
