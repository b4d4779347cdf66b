//! What a gateway session starts from. Reads only: what it reads is written by the actions that own it.

use std::cell::Cell;

use parvis_model::marker::{ApplicationMarker, GuildMarker, UserMarker};
use parvis_model::{ApplicationFlags, Id, Member};

use super::members;
use crate::{StoreError, Tx};

/// All memberships of an account, oldest first.
pub fn memberships(
    tx: &mut Tx<'_>,
    user_id: Id<UserMarker>,
) -> Result<Vec<(Id<GuildMarker>, Member)>, StoreError> {
    let mut found = Vec::new();
    for guild_id in members::guilds_of(tx, user_id)? {
        if let Some(member) = members::get(tx, guild_id, user_id)? {
            found.push((guild_id, member));
        }
    }
    Ok(found)
}

/// Traits of an application: which privileged intents its bot may use.
pub fn application_flags(
    tx: &mut Tx<'_>,
    id: Id<ApplicationMarker>,
) -> Result<Option<ApplicationFlags>, StoreError> {
    let found =
        tx.query_opt("select flags from applications where id = $1", &[&id], |row| row.get::<u32>(0))?;
    Ok(found.map(ApplicationFlags))
}

/// Ids of all members of a guild, ascending.
pub fn member_ids(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> Result<Vec<Id<UserMarker>>, StoreError> {
    tx.query("select user_id from members where guild_id = $1 order by user_id", &[&guild_id], |row| {
        row.get(0)
    })
}

/// Ids of members whose user name, display name or nickname begins with a text, whatever its case, ascending, at most
/// so many. The names are compared here, because only ASCII has two cases for SQLite.
pub fn member_ids_by_name(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    beginning: &str,
    limit: u32,
) -> Result<Vec<Id<UserMarker>>, StoreError> {
    let beginning = beginning.to_lowercase();
    let begins = |name: &str| name.to_lowercase().starts_with(&beginning);
    let left = Cell::new(limit);
    let found = members::names(tx, guild_id, |names| {
        let wanted = left.get() > 0
            && (begins(&names.username)
                || names.display_name.as_deref().is_some_and(begins)
                || names.nick.as_deref().is_some_and(begins));
        left.set(left.get() - u32::from(wanted));
        wanted
    })?;
    Ok(found.into_iter().map(|names| names.user_id).collect())
}
