//! Who may use a command in a guild.

use parvis_model::marker::{ChannelMarker, GenericMarker, GuildMarker, RoleMarker, UserMarker};
use parvis_model::{ApplicationCommand, CommandPermission, CommandPermissionType, Id, Permissions};

/// How far below the guild's id the id is that stands for all of its channels.
pub const ALL_CHANNELS_OFFSET: u64 = 1;

/// The id that stands for all channels of a guild in the permissions of commands.
pub const fn all_channels(guild_id: Id<GuildMarker>) -> Id<GenericMarker> {
    Id::new(guild_id.get().saturating_sub(ALL_CHANNELS_OFFSET))
}

/// A member who would use a command.
#[derive(Debug, Clone, Copy)]
pub struct Somebody<'a> {
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// The account.
    pub user_id: Id<UserMarker>,
    /// Its roles, without `@everyone`.
    pub roles: &'a [Id<RoleMarker>],
    /// What it may do in the channel; in the guild as a whole where no channel is meant.
    pub permissions: Permissions,
    /// The channel, or that in which a thread was started; `None` for the guild as a whole.
    pub channel_id: Option<Id<ChannelMarker>>,
}

/// Whether a member may use a command. What is set for the command goes before what is set for its application, and
/// both before what its author asks for; administrators may use everything.
pub fn may_use(
    command: &ApplicationCommand,
    of_command: &[CommandPermission],
    of_application: &[CommandPermission],
    who: &Somebody<'_>,
) -> bool {
    if who.permissions.contains(Permissions::ADMINISTRATOR) {
        return true;
    }
    if !who.permissions.contains(Permissions::USE_APPLICATION_COMMANDS) {
        return false;
    }
    let channel = who.said_of_channel(of_command).or_else(|| who.said_of_channel(of_application));
    if channel == Some(false) {
        return false;
    }
    if let Some(said) = who.said_of_person(of_command) {
        return said;
    }
    if who.said_of_person(of_application) == Some(false) {
        return false;
    }
    // No bit at all is for administrators, who have passed already.
    command
        .default_member_permissions
        .is_none_or(|needed| !needed.is_empty() && who.permissions.contains(needed))
}

impl Somebody<'_> {
    fn said_of_channel(&self, permissions: &[CommandPermission]) -> Option<bool> {
        let said = |id| said_of(permissions, CommandPermissionType::CHANNEL, id);
        said(self.channel_id?.cast()).or_else(|| said(all_channels(self.guild_id)))
    }

    /// The account itself goes before its roles, of which any one lets in, and these before everybody.
    fn said_of_person(&self, permissions: &[CommandPermission]) -> Option<bool> {
        if let Some(said) = said_of(permissions, CommandPermissionType::USER, self.user_id.cast()) {
            return Some(said);
        }
        let of_role = |id: Id<RoleMarker>| said_of(permissions, CommandPermissionType::ROLE, id.cast());
        let of_roles: Vec<bool> = self.roles.iter().filter_map(|id| of_role(*id)).collect();
        if of_roles.is_empty() { of_role(self.guild_id.cast()) } else { Some(of_roles.contains(&true)) }
    }
}

fn said_of(
    permissions: &[CommandPermission],
    kind: CommandPermissionType,
    id: Id<GenericMarker>,
) -> Option<bool> {
    permissions.iter().find(|it| it.kind == kind && it.id == id).map(|it| it.permission)
}
