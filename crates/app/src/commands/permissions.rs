//! Who may use which command in a guild: decided by those who manage it, not by the command's author.

use parvis_bus::Audience;
use parvis_model::marker::{ApplicationMarker, GenericMarker, GuildMarker, UserMarker};
use parvis_model::{
    ApplicationCommand, AuditLogEvent, AuditLogOptions, CommandPermission, CommandPermissionType, Event,
    GuildCommandPermissions, Id, Permissions,
};
use parvis_rules::commands::{Somebody, all_channels, may_use};
use parvis_rules::validate::FieldError;
use parvis_store::tables::commands::Scope;
use parvis_store::{Tx, tables};

use crate::access::{self, GuildAccess};
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind};
use crate::{App, Caller};

/// The right to read what a guild set for an application: the application's bot, and those who manage the guild.
async fn open(
    app: &App,
    caller: &Caller,
    application_id: Id<ApplicationMarker>,
    guild_id: Id<GuildMarker>,
) -> ActionResult<GuildAccess> {
    if caller.is_bot {
        if caller.user_id != application_id.cast() {
            return Err(ActionError::Unknown(Kind::Application));
        }
        return access::guild(app, caller, guild_id, Permissions::NONE).await;
    }
    let access = access::guild(app, caller, guild_id, Permissions::MANAGE_GUILD).await?;
    require_there(app, application_id, guild_id).await?;
    Ok(access)
}

async fn require_there(
    app: &App,
    application_id: Id<ApplicationMarker>,
    guild_id: Id<GuildMarker>,
) -> ActionResult<()> {
    match access::guild_of_application(app, application_id, guild_id).await {
        Ok(_) => Ok(()),
        Err(ActionError::Unknown(_)) => Err(ActionError::Unknown(Kind::Application)),
        Err(other) => Err(other),
    }
}

/// What a guild set for an application and its commands.
pub async fn list_permissions(
    app: &App,
    caller: &Caller,
    application_id: Id<ApplicationMarker>,
    guild_id: Id<GuildMarker>,
) -> ActionResult<Vec<GuildCommandPermissions>> {
    let access = open(app, caller, application_id, guild_id).await?;
    let mut all =
        app.read(move |tx| Ok(tables::commands::permissions(tx, guild_id, application_id)?)).await?;
    for set in &mut all {
        set.permissions.retain(|it| may_see(&access, it));
    }
    Ok(all)
}

/// What a guild set for one command, or for the application itself.
pub async fn permissions_of(
    app: &App,
    caller: &Caller,
    application_id: Id<ApplicationMarker>,
    guild_id: Id<GuildMarker>,
    target_id: Id<GenericMarker>,
) -> ActionResult<GuildCommandPermissions> {
    let access = open(app, caller, application_id, guild_id).await?;
    let found = app
        .read(move |tx| Ok(tables::commands::permissions_of(tx, guild_id, application_id, target_id)?))
        .await?;
    let mut set = found.ok_or(ActionError::Unknown(Kind::CommandPermissions))?;
    set.permissions.retain(|it| may_see(&access, it));
    Ok(set)
}

/// Sets who may use a command, or any command of an application. Whoever sets it could use it before. What was set for
/// channels that the caller does not see stays.
pub async fn set_permissions(
    app: &App,
    caller: &Caller,
    wanted: GuildCommandPermissions,
    reason: Option<String>,
) -> ActionResult<GuildCommandPermissions> {
    caller.require_person()?;
    let needed = Permissions::MANAGE_GUILD | Permissions::MANAGE_ROLES;
    let GuildCommandPermissions { id: target_id, application_id, guild_id, .. } = wanted;
    let access = access::guild(app, caller, guild_id, needed).await?;
    require_there(app, application_id, guild_id).await?;
    require_existing(app, &access, &wanted.permissions).await?;
    let bot = access::guild_of_application(app, application_id, guild_id).await?;
    let action = AuditLogEvent::APPLICATION_COMMAND_PERMISSION_UPDATE;
    let entry = Entry::new(app, caller, guild_id, action, Some(target_id), reason)
        .with_options(AuditLogOptions { application_id: Some(application_id), ..AuditLogOptions::default() });
    app.write(access.lane(), move |tx, out| {
        require_usable(tx, &access, application_id, target_id)?;
        let before = tables::commands::permissions_of(tx, guild_id, application_id, target_id)?;
        let before = before.map_or_else(Vec::new, |set| set.permissions);
        let mut set = wanted.clone();
        set.permissions.extend(before.iter().filter(|it| is_out_of_sight(&access, it)));
        if set.permissions == before {
            return Ok(wanted);
        }
        tables::commands::put_permissions(tx, &set)?;
        audit::record(tx, out, with_changes(entry, &before, &set.permissions))?;
        set.permissions.retain(|it| may_see(&bot, it));
        let event = Event::CommandPermissionsUpdate(Box::new(set));
        out.publish(Audience::Application { application_id, guild_id: Some(guild_id) }, event);
        Ok(wanted)
    })
    .await
}

/// One change for each role, account and channel, as the log tells them.
fn with_changes(entry: Entry, before: &[CommandPermission], after: &[CommandPermission]) -> Entry {
    let value = |from: &[CommandPermission], key: &CommandPermission| {
        let found = from.iter().find(|it| (it.id, it.kind) == (key.id, key.kind));
        found.and_then(|it| serde_json::to_value(it).ok())
    };
    let gone = before.iter().filter(|old| !after.iter().any(|it| (it.id, it.kind) == (old.id, old.kind)));
    after.iter().chain(gone).fold(entry, |entry, key| {
        entry.with_change(&key.id.to_string(), value(before, key), value(after, key))
    })
}

/// Refuses what names roles, accounts and channels that are not there.
async fn require_existing(
    app: &App,
    access: &GuildAccess,
    permissions: &[CommandPermission],
) -> ActionResult<()> {
    let of_kind = |kind| permissions.iter().filter(move |it| it.kind == kind);
    let asked: Vec<Id<UserMarker>> = of_kind(CommandPermissionType::USER).map(|it| it.id.cast()).collect();
    let users = app.read(move |tx| Ok(tables::users::get_many(tx, &asked)?)).await?;
    let mut errors = Vec::new();
    for (index, permission) in permissions.iter().enumerate() {
        let id = permission.id;
        let is_there = match permission.kind {
            CommandPermissionType::ROLE => access.guild.role(id.cast()).is_some(),
            CommandPermissionType::USER => users.iter().any(|user| user.id == id.cast()),
            _ => {
                id == all_channels(access.id())
                    || access.permissions_in(id.cast()).contains(Permissions::VIEW_CHANNEL)
            }
        };
        if !is_there {
            let message = "There is no such role, account or channel.";
            let code = "APPLICATION_COMMAND_PERMISSIONS_UNKNOWN_TARGET";
            errors.push(FieldError::new(format!("permissions.{index}.id"), code, message));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// The command must exist here, and the caller may use it now: nobody opens what was closed to them.
fn require_usable(
    tx: &mut Tx<'_>,
    access: &GuildAccess,
    application_id: Id<ApplicationMarker>,
    target_id: Id<GenericMarker>,
) -> ActionResult<()> {
    if target_id == application_id.cast() {
        return Ok(());
    }
    let found = find(tx, application_id, access.id(), target_id)?;
    let command = found.ok_or(ActionError::Unknown(Kind::Command))?;
    let all = tables::commands::permissions(tx, access.id(), application_id)?;
    let set_for =
        |id: Id<GenericMarker>| all.iter().find(|it| it.id == id).map_or(&[][..], |it| &it.permissions);
    let somebody = Somebody {
        guild_id: access.id(),
        user_id: access.member.user.id,
        roles: &access.member.roles,
        permissions: access.permissions,
        channel_id: None,
    };
    if may_use(&command, set_for(target_id), set_for(application_id.cast()), &somebody) {
        Ok(())
    } else {
        Err(ActionError::MissingPermissions)
    }
}

/// A command that exists in a guild: one of all guilds, or one of this.
fn find(
    tx: &mut Tx<'_>,
    application_id: Id<ApplicationMarker>,
    guild_id: Id<GuildMarker>,
    id: Id<GenericMarker>,
) -> ActionResult<Option<ApplicationCommand>> {
    let everywhere = Scope { application_id, guild_id: None };
    if let Some(command) = tables::commands::get(tx, everywhere, id.cast())? {
        return Ok(Some(command));
    }
    Ok(tables::commands::get(tx, Scope { application_id, guild_id: Some(guild_id) }, id.cast())?)
}

/// Whether a permission may be told: those of channels only to who sees them.
fn may_see(access: &GuildAccess, permission: &CommandPermission) -> bool {
    permission.kind != CommandPermissionType::CHANNEL
        || permission.id == all_channels(access.id())
        || access.permissions_in(permission.id.cast()).contains(Permissions::VIEW_CHANNEL)
}

/// Whether a permission is of a channel that exists, but not for this member.
fn is_out_of_sight(access: &GuildAccess, permission: &CommandPermission) -> bool {
    access.guild.channel(permission.id.cast()).is_some() && !may_see(access, permission)
}
