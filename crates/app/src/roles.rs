//! What people do with the roles of a guild.

use std::collections::HashMap;

use parvis_bus::{Audience, GuildSnapshot};
use parvis_model::event::{RoleCreate, RoleDelete};
use parvis_model::marker::{GenericMarker, GuildMarker, RoleMarker};
use parvis_model::{AuditLogEvent, Event, Id, Permissions, Role, RoleColors};
use parvis_rules::{hierarchy, limits};
use parvis_store::{StoreError, Tx, tables};

use crate::access;
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::{App, Caller, Outbox};

/// What the audit log tells of a role.
const AUDITED: &[&str] = &["name", "permissions", "color", "colors", "hoist", "mentionable", "unicode_emoji"];

/// What a role is to be; `None` leaves it, or takes the default of a new one. Well-formed, but not yet
/// allowed.
#[derive(Debug, Clone, Default)]
pub struct RoleEdit {
    /// Name, cleaned.
    pub name: Option<String>,
    /// Permissions in the whole guild.
    pub permissions: Option<Permissions>,
    /// Colours.
    pub colors: Option<RoleColors>,
    /// Whether its members stand apart in the member list.
    pub hoist: Option<bool>,
    /// Whether everybody may mention it.
    pub mentionable: Option<bool>,
    /// Emoji in place of a picture.
    pub unicode_emoji: Option<Option<String>>,
}

impl RoleEdit {
    fn apply(self, role: &mut Role, is_everyone: bool) {
        role.permissions = self.permissions.unwrap_or(role.permissions);
        if is_everyone {
            // Everybody is in it: it has no colour, and its name is its own.
            return;
        }
        role.name = self.name.unwrap_or_else(|| std::mem::take(&mut role.name));
        role.hoist = self.hoist.unwrap_or(role.hoist);
        role.mentionable = self.mentionable.unwrap_or(role.mentionable);
        role.unicode_emoji = self.unicode_emoji.unwrap_or_else(|| role.unicode_emoji.take());
        if let Some(colors) = self.colors {
            role.color = colors.primary_color;
            role.colors = colors;
        }
    }
}

/// A guild's roles from the lowest to the highest.
pub fn sorted(guild: &GuildSnapshot) -> Vec<Role> {
    let mut roles: Vec<Role> = guild.roles().map(|role| Role::clone(role)).collect();
    roles.sort_by_key(|role| (role.position, std::cmp::Reverse(role.id)));
    roles
}

/// All roles, from the lowest to the highest.
pub async fn list(app: &App, caller: &Caller, guild_id: Id<GuildMarker>) -> ActionResult<Vec<Role>> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    Ok(sorted(&access.guild))
}

/// One role.
pub async fn get(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    role_id: Id<RoleMarker>,
) -> ActionResult<Role> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let role = access.guild.role(role_id).ok_or(ActionError::Unknown(Kind::Role))?;
    Ok(Role::clone(role))
}

/// How many members hold each role, without `@everyone`.
pub async fn member_counts(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
) -> ActionResult<HashMap<Id<RoleMarker>, u32>> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let held = app.read(move |tx| Ok(tables::guilds::role_member_counts(tx, guild_id)?)).await?;
    let everyone = guild_id.cast();
    let mut counts: HashMap<_, _> =
        access.guild.roles().map(|role| (role.id, 0)).filter(|(id, _)| *id != everyone).collect();
    counts.extend(held);
    Ok(counts)
}

/// Makes a role. It stands right above `@everyone`, below all others.
pub async fn create(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    edit: RoleEdit,
    reason: Option<String>,
) -> ActionResult<Role> {
    let access = access::guild(app, caller, guild_id, Permissions::MANAGE_ROLES).await?;
    let everyone = access.guild.role(guild_id.cast()).map_or(Permissions::NONE, |role| role.permissions);
    // Nobody hands on, by saying nothing, what they may not hand on.
    let default = if access.permissions.contains(Permissions::ADMINISTRATOR) {
        everyone
    } else {
        everyone & access.permissions
    };
    let mut role = Role::new(app.ids.next(), "new role");
    role.position = 1;
    role.permissions = default;
    edit.apply(&mut role, false);
    hierarchy::may_create_role(access.guild.ranks(), &access.actor(), role.permissions)?;
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::ROLE_CREATE, Some(role.id.cast()), reason)
        .with_changes_of(None, Some(&role), AUDITED);
    app.write(access.lane(), move |tx, out| {
        if tables::guilds::roles(tx, guild_id)?.len() > limits::GUILD_ROLES_MAX {
            return Err(ActionError::Refused(Refusal::MaxRoles));
        }
        put(tx, out, guild_id, &role, IsNew::Yes)?;
        audit::record(tx, out, entry)?;
        Ok(role)
    })
    .await
}

/// Edits a role that stands below the caller.
pub async fn edit(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    role_id: Id<RoleMarker>,
    edit: RoleEdit,
    reason: Option<String>,
) -> ActionResult<Role> {
    let access = access::guild(app, caller, guild_id, Permissions::MANAGE_ROLES).await?;
    hierarchy::may_edit_role(access.guild.ranks(), &access.actor(), role_id, edit.permissions)?;
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::ROLE_UPDATE, Some(role_id.cast()), reason);
    app.write(access.lane(), move |tx, out| {
        let before = tables::guilds::role(tx, guild_id, role_id)?.ok_or(ActionError::Unknown(Kind::Role))?;
        let mut role = before.clone();
        edit.apply(&mut role, role_id == guild_id.cast());
        if role != before {
            put(tx, out, guild_id, &role, IsNew::No)?;
            audit::record(tx, out, entry.with_changes_of(Some(&before), Some(&role), AUDITED))?;
        }
        Ok(role)
    })
    .await
}

/// Moves roles; returns all of them, from the lowest to the highest.
pub async fn reorder(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    moves: Vec<(Id<RoleMarker>, i64)>,
    reason: Option<String>,
) -> ActionResult<Vec<Role>> {
    let access = access::guild(app, caller, guild_id, Permissions::MANAGE_ROLES).await?;
    hierarchy::may_move_roles(access.guild.ranks(), &access.actor(), &moves)?;
    let positions: HashMap<_, _> =
        hierarchy::positions_after(access.guild.ranks(), &moves).into_iter().collect();
    let entries: Vec<_> = moves
        .iter()
        .map(|(id, _)| {
            let target = Some(id.cast());
            (*id, Entry::new(app, caller, guild_id, AuditLogEvent::ROLE_UPDATE, target, reason.clone()))
        })
        .collect();
    let roles = app.write(access.lane(), move |tx, out| {
        let mut roles = tables::guilds::roles(tx, guild_id)?;
        let mut before = HashMap::new();
        for role in &mut roles {
            let Some(position) = positions.get(&role.id).and_then(|at| i32::try_from(*at).ok()) else {
                continue;
            };
            if role.position != position {
                before.insert(role.id, role.clone());
                role.position = position;
                put(tx, out, guild_id, role, IsNew::No)?;
            }
        }
        for (id, entry) in entries {
            let after = roles.iter().find(|role| role.id == id);
            if let Some(before) = before.get(&id) {
                audit::record(tx, out, entry.with_changes_of(Some(before), after, &["position"]))?;
            }
        }
        Ok(roles)
    });
    let mut roles = roles.await?;
    roles.sort_by_key(|role| (role.position, std::cmp::Reverse(role.id)));
    Ok(roles)
}

/// Deletes a role that stands below the caller.
pub async fn delete(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    role_id: Id<RoleMarker>,
    reason: Option<String>,
) -> ActionResult<()> {
    let access = access::guild(app, caller, guild_id, Permissions::MANAGE_ROLES).await?;
    hierarchy::may_delete_role(access.guild.ranks(), &access.actor(), role_id)?;
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::ROLE_DELETE, Some(role_id.cast()), reason);
    app.write(access.lane(), move |tx, out| {
        let role = tables::guilds::role(tx, guild_id, role_id)?.ok_or(ActionError::Unknown(Kind::Role))?;
        remove(tx, out, guild_id, role_id)?;
        audit::record(tx, out, entry.with_changes_of(Some(&role), None, AUDITED))?;
        Ok(())
    })
    .await
}

/// Removes a role, and what channels say of it, in the transaction of the act that makes it go.
pub(crate) fn remove(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    role_id: Id<RoleMarker>,
) -> Result<(), StoreError> {
    tables::guilds::delete_role(tx, guild_id, role_id)?;
    out.publish(Audience::Guild(guild_id), Event::RoleDelete(RoleDelete { guild_id, role_id }));
    let target: Id<GenericMarker> = role_id.cast();
    for mut channel in tables::channels::of_guild(tx, guild_id)? {
        let count = channel.permission_overwrites.len();
        channel.permission_overwrites.retain(|overwrite| overwrite.id != target);
        if channel.permission_overwrites.len() == count {
            continue;
        }
        tables::channels::update(tx, &channel)?;
        if let Some(head) = tables::channels::heads(tx, &[channel.id])?.first() {
            channel.last_message_id = head.last_message_id;
            channel.last_pin_timestamp = head.last_pin;
        }
        let audience = Audience::Channel { guild_id, channel_id: channel.id };
        out.publish(audience, Event::ChannelUpdate(Box::new(channel)));
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum IsNew {
    Yes,
    No,
}

fn put(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    role: &Role,
    is_new: IsNew,
) -> Result<(), StoreError> {
    tables::guilds::put_role(tx, guild_id, role)?;
    let told = Box::new(RoleCreate { guild_id, role: role.clone() });
    let event = if is_new == IsNew::Yes { Event::RoleCreate(told) } else { Event::RoleUpdate(told) };
    out.publish(Audience::Guild(guild_id), event);
    Ok(())
}
