//! What is asked of the tables of Talk: how large and how lively the guilds are that stand on the map.

use std::collections::HashSet;

use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Id, Timestamp};
use parvis_store::{IdList, StoreError, Tx};

/// A guild as the map counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pulse {
    /// Which.
    pub guild_id: Id<GuildMarker>,
    /// How many members it has.
    pub members: u32,
    /// When the last message was written in it.
    pub last_message_at: Option<Timestamp>,
}

/// Those of these guilds that there are.
pub fn pulses(tx: &mut Tx<'_>, guild_ids: &[Id<GuildMarker>]) -> Result<Vec<Pulse>, StoreError> {
    tx.query(
        "select g.id, g.member_count,
           (select max(h.last_message_id) from channels c join channel_heads h on h.channel_id = c.id
            where c.guild_id = g.id)
         from guilds g where g.id in ids($1)",
        &[&IdList(guild_ids)],
        |row| {
            let last: Option<Id<GuildMarker>> = row.get(2)?;
            Ok(Pulse {
                guild_id: row.get(0)?,
                members: row.get(1)?,
                last_message_at: last
                    .filter(|id| id.get() > 0)
                    .map(|id| Timestamp::from_unix_ms(id.created_unix_ms())),
            })
        },
    )
}

/// The invitations by which open groups of these guilds are joined, as far as they are good.
pub fn invites(
    tx: &mut Tx<'_>,
    guild_ids: &[Id<GuildMarker>],
    now_ms: i64,
) -> Result<HashSet<String>, StoreError> {
    let codes = tx.query(
        "select i.code from directory_groups g join invites i on i.code = g.invite
         where g.guild_id in ids($1) and (i.expires_ms is null or i.expires_ms > $2)",
        &[&IdList(guild_ids), &now_ms],
        |row| row.get(0),
    )?;
    Ok(codes.into_iter().collect())
}

/// The guilds that an account is in.
pub fn guilds_of(tx: &mut Tx<'_>, user_id: Id<UserMarker>) -> Result<Vec<Id<GuildMarker>>, StoreError> {
    parvis_store::tables::members::guilds_of(tx, user_id)
}
