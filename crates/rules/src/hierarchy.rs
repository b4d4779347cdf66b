//! Who may act on whom: kick, ban, timeout, nicknames, roles and overwrites, by rank and by permission.
//!
//! It must not know what the acts do, nor how a refusal is worded on the wire beyond its error code.

use std::cmp::Reverse;

use parvis_model::marker::{RoleMarker, UserMarker};
use parvis_model::{Id, Permissions};

use crate::permissions::{GuildRoles, MemberView, OverwriteView, RoleView, base};

/// Why an act is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// The actor lacks these bits, either to act or to pass them on.
    Missing(Permissions),
    /// The target or role stands as high as the actor, or higher.
    TooHigh,
    /// Nobody does this to the guild's owner.
    TargetIsOwner,
    /// Nobody does this to themselves.
    TargetIsSelf,
    /// Administrators cannot be timed out.
    TargetIsAdministrator,
    /// The role belongs to an application.
    ManagedRole,
    /// `@everyone` is neither assigned, moved nor deleted.
    EveryoneRole,
    /// The guild has no such role.
    UnknownRole,
}

impl Denied {
    /// The API's error code.
    pub const fn code(self) -> u32 {
        match self {
            Self::UnknownRole => 10_011,
            Self::ManagedRole | Self::EveryoneRole => 50_028,
            Self::Missing(_)
            | Self::TooHigh
            | Self::TargetIsOwner
            | Self::TargetIsSelf
            | Self::TargetIsAdministrator => 50_013,
        }
    }
}

/// What moderates, manages, or reaches everybody at once.
pub const POWERS: Permissions = Permissions::ADMINISTRATOR
    .union(Permissions::KICK_MEMBERS)
    .union(Permissions::BAN_MEMBERS)
    .union(Permissions::MODERATE_MEMBERS)
    .union(Permissions::MANAGE_CHANNELS)
    .union(Permissions::MANAGE_GUILD)
    .union(Permissions::MANAGE_MESSAGES)
    .union(Permissions::MANAGE_NICKNAMES)
    .union(Permissions::MANAGE_ROLES)
    .union(Permissions::MANAGE_WEBHOOKS)
    .union(Permissions::MANAGE_GUILD_EXPRESSIONS)
    .union(Permissions::MANAGE_EVENTS)
    .union(Permissions::MANAGE_THREADS)
    .union(Permissions::VIEW_AUDIT_LOG)
    .union(Permissions::VIEW_GUILD_INSIGHTS)
    .union(Permissions::MENTION_EVERYONE)
    .union(Permissions::MUTE_MEMBERS)
    .union(Permissions::DEAFEN_MEMBERS)
    .union(Permissions::MOVE_MEMBERS)
    .union(Permissions::BYPASS_SLOWMODE);

/// Where somebody or something stands. Of two roles at one position the one with the lower id stands higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// `@everyone`, and members without a role.
    Everyone,
    /// A role, or a member whose highest role it is.
    Role(i64, Reverse<Id<RoleMarker>>),
    /// The owner, above every role.
    Owner,
}

/// Where a role stands.
pub fn rank_of_role(guild: &GuildRoles, role: &RoleView) -> Rank {
    if role.id == guild.id().cast() { Rank::Everyone } else { Rank::Role(role.position, Reverse(role.id)) }
}

/// Where a member stands.
pub fn rank_of_member(guild: &GuildRoles, member: &MemberView<'_>) -> Rank {
    if member.user_id == guild.owner_id() {
        return Rank::Owner;
    }
    let roles = member.roles.iter().filter_map(|id| guild.role(*id));
    roles.map(|role| rank_of_role(guild, role)).max().unwrap_or(Rank::Everyone)
}

/// Whether the actor may remove the target from the guild.
pub fn may_kick(guild: &GuildRoles, actor: &MemberView<'_>, target: &MemberView<'_>) -> Result<(), Denied> {
    need(guild, actor, Permissions::KICK_MEMBERS)?;
    outranks(guild, actor, target)
}

/// Whether the actor may ban this person, who need not be a member.
pub fn may_ban(
    guild: &GuildRoles,
    actor: &MemberView<'_>,
    target_id: Id<UserMarker>,
    target: Option<&MemberView<'_>>,
) -> Result<(), Denied> {
    need(guild, actor, Permissions::BAN_MEMBERS)?;
    match target {
        Some(target) => outranks(guild, actor, target),
        None if target_id == guild.owner_id() => Err(Denied::TargetIsOwner),
        None if target_id == actor.user_id => Err(Denied::TargetIsSelf),
        None => Ok(()),
    }
}

/// Whether the actor may lift a ban.
pub fn may_unban(guild: &GuildRoles, actor: &MemberView<'_>) -> Result<(), Denied> {
    need(guild, actor, Permissions::BAN_MEMBERS)
}

/// Whether the actor may time the target out, or end the timeout.
pub fn may_time_out(
    guild: &GuildRoles,
    actor: &MemberView<'_>,
    target: &MemberView<'_>,
) -> Result<(), Denied> {
    need(guild, actor, Permissions::MODERATE_MEMBERS)?;
    outranks(guild, actor, target)?;
    if base(guild, target).contains(Permissions::ADMINISTRATOR) {
        return Err(Denied::TargetIsAdministrator);
    }
    Ok(())
}

/// Whether the actor may change the target's nickname, or the own one.
pub fn may_edit_nick(
    guild: &GuildRoles,
    actor: &MemberView<'_>,
    target: &MemberView<'_>,
) -> Result<(), Denied> {
    if actor.user_id == target.user_id {
        let either = Permissions::CHANGE_NICKNAME | Permissions::MANAGE_NICKNAMES;
        let may = base(guild, actor).intersects(either);
        return if may { Ok(()) } else { Err(Denied::Missing(Permissions::CHANGE_NICKNAME)) };
    }
    need(guild, actor, Permissions::MANAGE_NICKNAMES)?;
    outranks(guild, actor, target)
}

/// Whether the actor may give this role to somebody or take it away. Whose role it is does not matter, only that
/// the role stands below the actor.
pub fn may_assign_role(
    guild: &GuildRoles,
    actor: &MemberView<'_>,
    role: Id<RoleMarker>,
) -> Result<(), Denied> {
    let role = manageable_role(guild, actor, role)?;
    if role.id == guild.id().cast() {
        return Err(Denied::EveryoneRole);
    }
    if role.managed { Err(Denied::ManagedRole) } else { Ok(()) }
}

/// Whether the actor may turn a member's roles `before` into `after`: each role that comes or goes is checked.
pub fn may_set_roles(
    guild: &GuildRoles,
    actor: &MemberView<'_>,
    before: &[Id<RoleMarker>],
    after: &[Id<RoleMarker>],
) -> Result<(), Denied> {
    need(guild, actor, Permissions::MANAGE_ROLES)?;
    let added = after.iter().filter(|id| !before.contains(id));
    // A role that was deleted meanwhile leaves without anybody's leave.
    let removed = before.iter().filter(|id| !after.contains(id) && guild.role(**id).is_some());
    added.chain(removed).try_for_each(|role| may_assign_role(guild, actor, *role))
}

/// Whether the actor may make a role that grants these bits.
pub fn may_create_role(guild: &GuildRoles, actor: &MemberView<'_>, bits: Permissions) -> Result<(), Denied> {
    need(guild, actor, Permissions::MANAGE_ROLES)?;
    may_grant(base(guild, actor), bits)
}

/// Whether the actor may edit a role and, if its permissions change, add the bits that come new.
pub fn may_edit_role(
    guild: &GuildRoles,
    actor: &MemberView<'_>,
    role: Id<RoleMarker>,
    permissions: Option<Permissions>,
) -> Result<(), Denied> {
    let role = manageable_role(guild, actor, role)?;
    let added = permissions.unwrap_or(role.permissions).without(role.permissions);
    may_grant(base(guild, actor), added)
}

/// Whether the actor may delete a role.
pub fn may_delete_role(
    guild: &GuildRoles,
    actor: &MemberView<'_>,
    role: Id<RoleMarker>,
) -> Result<(), Denied> {
    may_assign_role(guild, actor, role)
}

/// Whether the actor may move roles to these positions: the order from the top down to the actor's own highest role
/// must come out as it was. Libraries send all roles, so those that stay where they are may be named too.
pub fn may_move_roles(
    guild: &GuildRoles,
    actor: &MemberView<'_>,
    moves: &[(Id<RoleMarker>, i64)],
) -> Result<(), Denied> {
    need(guild, actor, Permissions::MANAGE_ROLES)?;
    for (id, position) in moves {
        let role = guild.role(*id).ok_or(Denied::UnknownRole)?;
        if rank_of_role(guild, role) == Rank::Everyone && *position != 0 {
            return Err(Denied::EveryoneRole);
        }
    }
    let own = rank_of_member(guild, actor);
    let (before, after) = (order(guild, &[]), order(guild, moves));
    let at_or_above =
        |id: &Id<RoleMarker>| guild.role(*id).is_some_and(|role| rank_of_role(guild, role) >= own);
    let below = before.iter().position(at_or_above).unwrap_or(before.len());
    if before[below..] == after[below..] { Ok(()) } else { Err(Denied::TooHigh) }
}

/// All roles' positions after these moves, without gaps: `@everyone` is 0, the others follow. A moved role ends at
/// the position asked for, or at the nearest that exists.
pub fn positions_after(guild: &GuildRoles, moves: &[(Id<RoleMarker>, i64)]) -> Vec<(Id<RoleMarker>, i64)> {
    let everyone = guild.role(guild.id().cast()).map(|role| (role.id, 0));
    everyone.into_iter().chain(order(guild, moves).into_iter().zip(1..)).collect()
}

/// Whether people may take a role for themselves: nobody is its owner but them, and it lends no power that everybody
/// does not have. `allowed` is what overwrites of channels allow it.
pub fn may_be_taken(guild: &GuildRoles, role: &RoleView, allowed: Permissions) -> bool {
    let everyone = guild.role(guild.id().cast()).map_or(Permissions::NONE, |role| role.permissions);
    let added = (role.permissions | allowed).without(everyone);
    !role.managed && rank_of_role(guild, role) != Rank::Everyone && !added.intersects(POWERS)
}

/// Whether somebody who has `own` may pass these bits on.
pub fn may_grant(own: Permissions, bits: Permissions) -> Result<(), Denied> {
    let lacking = bits.without(own);
    if own.contains(Permissions::ADMINISTRATOR) || lacking.is_empty() {
        Ok(())
    } else {
        Err(Denied::Missing(lacking))
    }
}

/// Whether somebody who has `own` in a channel may turn the overwrite `before` of that channel into `after`
/// (`None`: there is none). One changes only bits that one has there; MANAGE_ROLES is for administrators to hand on.
pub fn may_edit_overwrite(
    own: Permissions,
    before: Option<&OverwriteView>,
    after: Option<&OverwriteView>,
) -> Result<(), Denied> {
    if own.contains(Permissions::ADMINISTRATOR) {
        return Ok(());
    }
    if !own.contains(Permissions::MANAGE_ROLES) {
        return Err(Denied::Missing(Permissions::MANAGE_ROLES));
    }
    let bits = |overwrite: Option<&OverwriteView>| {
        overwrite.map_or((0, 0), |overwrite| (overwrite.allow.bits(), overwrite.deny.bits()))
    };
    let ((allow, deny), (new_allow, new_deny)) = (bits(before), bits(after));
    let changed = Permissions::from_bits((allow ^ new_allow) | (deny ^ new_deny));
    if changed.contains(Permissions::MANAGE_ROLES) {
        return Err(Denied::Missing(Permissions::ADMINISTRATOR));
    }
    may_grant(own, changed)
}

/// Role ids from the lowest to the highest, without `@everyone`.
fn order(guild: &GuildRoles, moves: &[(Id<RoleMarker>, i64)]) -> Vec<Id<RoleMarker>> {
    let everyone = guild.id().cast();
    let moved_to = |id| moves.iter().rev().find(|(moved, _)| *moved == id).map(|(_, position)| *position);
    let mut staying: Vec<&RoleView> = guild.roles().iter().filter(|role| role.id != everyone).collect();
    staying.sort_unstable_by_key(|role| rank_of_role(guild, role));
    let mut order: Vec<Id<RoleMarker>> = staying.iter().map(|role| role.id).collect();
    order.retain(|id| moved_to(*id).is_none());
    let mut moved: Vec<(i64, Reverse<Id<RoleMarker>>)> =
        staying.iter().filter_map(|role| Some((moved_to(role.id)?, Reverse(role.id)))).collect();
    moved.sort_unstable();
    for (position, Reverse(id)) in moved {
        let index = usize::try_from(position.saturating_sub(1)).unwrap_or(0).min(order.len());
        order.insert(index, id);
    }
    order
}

fn need(guild: &GuildRoles, actor: &MemberView<'_>, bits: Permissions) -> Result<(), Denied> {
    let lacking = bits.without(base(guild, actor));
    if lacking.is_empty() { Ok(()) } else { Err(Denied::Missing(lacking)) }
}

fn outranks(guild: &GuildRoles, actor: &MemberView<'_>, target: &MemberView<'_>) -> Result<(), Denied> {
    if target.user_id == guild.owner_id() {
        return Err(Denied::TargetIsOwner);
    }
    if target.user_id == actor.user_id {
        return Err(Denied::TargetIsSelf);
    }
    if rank_of_member(guild, actor) > rank_of_member(guild, target) { Ok(()) } else { Err(Denied::TooHigh) }
}

fn manageable_role<'g>(
    guild: &'g GuildRoles,
    actor: &MemberView<'_>,
    role: Id<RoleMarker>,
) -> Result<&'g RoleView, Denied> {
    need(guild, actor, Permissions::MANAGE_ROLES)?;
    let role = guild.role(role).ok_or(Denied::UnknownRole)?;
    // Members without a role stand with @everyone; who may manage roles may still edit @everyone's permissions.
    let below = rank_of_role(guild, role) < rank_of_member(guild, actor) || role.id == guild.id().cast();
    if below { Ok(role) } else { Err(Denied::TooHigh) }
}
