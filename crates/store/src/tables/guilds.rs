//! Guilds with their roles.

use parvis_model::marker::{GuildMarker, RoleMarker, UserMarker};
use parvis_model::{Channel, Guild, Id, Role, ThreadMember};

use super::{channels, emojis, scheduled_events, threads, webhooks};
use crate::{Json, StoreError, Tx};

/// Everything that permissions in a guild are computed from.
#[derive(Debug, Clone)]
pub struct GuildParts {
    /// The settings with the emojis, but an empty list of roles.
    pub guild: Guild,
    /// All roles.
    pub roles: Vec<Role>,
    /// All channels.
    pub channels: Vec<Channel>,
    /// All active threads, each with those who are in it.
    pub threads: Vec<(Channel, Vec<ThreadMember>)>,
}

/// Adds a guild without roles, channels and members.
pub fn insert(tx: &mut Tx<'_>, guild: &Guild) -> Result<(), StoreError> {
    tx.execute(
        "insert into guilds (id, owner_id, settings, member_count) values ($1, $2, $3, 0)",
        &[&guild.id, &guild.owner_id, &Json(guild)],
    )?;
    Ok(())
}

/// Replaces a guild's settings. Its lists of roles and emojis must be empty: they have tables of their own.
pub fn update(tx: &mut Tx<'_>, guild: &Guild) -> Result<(), StoreError> {
    tx.execute(
        "update guilds set owner_id = $2, settings = $3 where id = $1",
        &[&guild.id, &guild.owner_id, &Json(guild)],
    )?;
    Ok(())
}

/// A guild's settings.
pub fn get(tx: &mut Tx<'_>, id: Id<GuildMarker>) -> Result<Option<Guild>, StoreError> {
    let found = tx.query_opt("select settings from guilds where id = $1", &[&id], |row| row.get(0))?;
    Ok(found.map(|Json(guild)| guild))
}

/// Guilds by id with their numbers of members, from the one behind `after` on.
pub fn page(tx: &mut Tx<'_>, after: Id<GuildMarker>, limit: u32) -> Result<Vec<(Guild, u32)>, StoreError> {
    tx.query(
        "select settings, member_count from guilds where id > $1 order by id limit $2",
        &[&after, &limit],
        |row| {
            let Json(guild) = row.get(0)?;
            Ok((guild, row.get(1)?))
        },
    )
}

/// A guild with its roles, channels, active threads and emojis.
pub fn load_snapshot(tx: &mut Tx<'_>, id: Id<GuildMarker>) -> Result<Option<GuildParts>, StoreError> {
    let Some(mut guild) = get(tx, id)? else { return Ok(None) };
    guild.emojis = emojis::of_owner(tx, id.cast())?.into_iter().map(|owned| owned.emoji).collect();
    let (roles, channels) = (roles(tx, id)?, channels::of_guild(tx, id)?);
    Ok(Some(GuildParts { guild, roles, channels, threads: threads::active_of_guild(tx, id)? }))
}

/// How many members a guild has; 0 for one that does not exist.
pub fn member_count(tx: &mut Tx<'_>, id: Id<GuildMarker>) -> Result<u32, StoreError> {
    let found = tx.query_opt("select member_count from guilds where id = $1", &[&id], |row| row.get(0))?;
    Ok(found.unwrap_or(0))
}

/// How many guilds an account owns.
pub fn owned_count(tx: &mut Tx<'_>, owner_id: Id<UserMarker>) -> Result<u32, StoreError> {
    tx.query_one("select count(*) from guilds where owner_id = $1", &[&owner_id], |row| row.get(0))
}

/// A guild's roles, in no order.
pub fn roles(tx: &mut Tx<'_>, id: Id<GuildMarker>) -> Result<Vec<Role>, StoreError> {
    tx.query("select details from roles where guild_id = $1", &[&id], |row| row.get(0).map(|Json(role)| role))
}

/// One role of a guild.
pub fn role(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    role_id: Id<RoleMarker>,
) -> Result<Option<Role>, StoreError> {
    tx.query_opt("select details from roles where guild_id = $1 and id = $2", &[&guild_id, &role_id], |row| {
        row.get(0).map(|Json(role)| role)
    })
}

/// Who owns a guild; `None` when there is no such guild.
pub fn owner(tx: &mut Tx<'_>, id: Id<GuildMarker>) -> Result<Option<Id<UserMarker>>, StoreError> {
    tx.query_opt("select owner_id from guilds where id = $1", &[&id], |row| row.get(0))
}

/// Removes a guild with everything that stands in it but the messages: its channels are queued, and their
/// messages go in pieces (see [`super::channels::next_leftover`]), because a million of them in one
/// transaction would keep everybody waiting. Nothing leads to them any more. Returns whether there was such a
/// guild.
pub fn delete(tx: &mut Tx<'_>, id: Id<GuildMarker>, now_ms: i64) -> Result<bool, StoreError> {
    tx.execute(
        "insert into leftover_channels (channel_id, queued_ms) select id, $2 from channels where guild_id = $1",
        &[&id, &now_ms],
    )?;
    emojis::delete_all(tx, id.cast(), now_ms)?;
    webhooks::delete_of_guild(tx, id, now_ms)?;
    scheduled_events::delete_of_guild(tx, id, now_ms)?;
    for statement in [
        "delete from invites where guild_id = $1",
        "delete from sheets where guild_id = $1",
        "delete from thread_members where thread_id in (select id from threads where guild_id = $1)",
        "delete from threads where guild_id = $1",
        "delete from channel_heads where channel_id in (select id from channels where guild_id = $1)",
        "delete from channels where guild_id = $1",
        "delete from member_roles where guild_id = $1",
        "delete from members where guild_id = $1",
        "delete from roles where guild_id = $1",
        "delete from bans where guild_id = $1",
        "delete from audit_log where guild_id = $1",
        "delete from guild_settings where guild_id = $1",
        "delete from command_permissions where guild_id = $1",
        "delete from guild_days where guild_id = $1",
        "delete from channel_days where guild_id = $1",
        "delete from commands where scope_id = $1",
    ] {
        tx.execute(statement, &[&id])?;
    }
    Ok(tx.execute("delete from guilds where id = $1", &[&id])? > 0)
}

/// Adds a role, or replaces the one with its id.
pub fn put_role(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>, role: &Role) -> Result<(), StoreError> {
    tx.execute(
        "insert into roles (guild_id, id, details) values ($1, $2, $3)
         on conflict (guild_id, id) do update set details = excluded.details",
        &[&guild_id, &role.id, &Json(role)],
    )?;
    Ok(())
}

/// Removes a role and takes it from everybody who has it; whether there was one.
pub fn delete_role(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
    role_id: Id<RoleMarker>,
) -> Result<bool, StoreError> {
    tx.execute("delete from member_roles where guild_id = $1 and role_id = $2", &[&guild_id, &role_id])?;
    Ok(tx.execute("delete from roles where guild_id = $1 and id = $2", &[&guild_id, &role_id])? > 0)
}

/// How many members hold each role; roles that nobody holds are left out.
pub fn role_member_counts(
    tx: &mut Tx<'_>,
    guild_id: Id<GuildMarker>,
) -> Result<Vec<(Id<RoleMarker>, u32)>, StoreError> {
    tx.query(
        "select role_id, count(*) from member_roles where guild_id = $1 group by role_id",
        &[&guild_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
