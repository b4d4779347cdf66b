//! Why a member has a permission in a channel, or has it not: the words of a permission viewer.
//!
//! It must not decide anything: the answer is always that of [`in_channel`](super::in_channel).

use parvis_model::marker::RoleMarker;
use parvis_model::{Id, Permissions};

use super::{
    ChannelKind, ChannelOverwrites, GuildRoles, MemberView, NEEDING_CONNECT, NEEDING_SEND, READING, base,
    in_channel,
};

/// What decided about a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The member owns the guild.
    Owner,
    /// This role has ADMINISTRATOR.
    Administrator(Id<RoleMarker>),
    /// This role grants it in the whole guild.
    Role(Id<RoleMarker>),
    /// The channel's overwrite for this role allows or denies it (`@everyone` included).
    RoleOverwrite(Id<RoleMarker>),
    /// The channel's overwrite for the member allows or denies it.
    MemberOverwrite,
    /// A timeout or pending screening leaves reading only.
    Restrained,
    /// It is worth nothing without this other permission, which is missing.
    Needs(Permissions),
    /// Nothing grants it.
    NotGranted,
}

/// Whether a permission is granted, and what decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// The answer.
    pub granted: bool,
    /// What decided.
    pub reason: Reason,
}

/// Says whether and why a member has one permission bit in the guild as a whole.
pub fn explain_base(bit: Permissions, guild: &GuildRoles, member: &MemberView<'_>) -> Verdict {
    let base = base(guild, member);
    let granted = base.contains(bit);
    let reason =
        all_powerful(base, guild, member).unwrap_or_else(|| match granting_role(bit, guild, member) {
            Some(role) if granted => Reason::Role(role),
            Some(_) => Reason::Restrained,
            None => Reason::NotGranted,
        });
    Verdict { granted, reason }
}

/// Says whether and why a member has one permission bit in a channel.
pub fn explain(
    bit: Permissions,
    guild: &GuildRoles,
    overwrites: &ChannelOverwrites,
    kind: ChannelKind,
    member: &MemberView<'_>,
) -> Verdict {
    let base = base(guild, member);
    let here = in_channel(base, overwrites, kind, member);
    let granted = here.contains(bit);
    let verdict = |reason| Verdict { granted, reason };
    if let Some(reason) = all_powerful(base, guild, member) {
        return verdict(reason);
    }
    let is_thread = matches!(kind, ChannelKind::Thread | ChannelKind::PrivateThread { .. });
    let asked = if is_thread && bit == Permissions::SEND_MESSAGES {
        Permissions::SEND_MESSAGES_IN_THREADS
    } else {
        bit
    };
    let (written, reason) = as_written(asked, guild, overwrites, member);
    if written == granted {
        return verdict(reason);
    }
    // Written as granted, yet not granted: something else took it away.
    verdict(if member.is_restrained() && !READING.contains(asked) {
        Reason::Restrained
    } else if here.is_empty() && bit != Permissions::VIEW_CHANNEL {
        Reason::Needs(Permissions::VIEW_CHANNEL)
    } else if here.is_empty() {
        Reason::Needs(Permissions::MANAGE_THREADS)
    } else if NEEDING_SEND.contains(bit) && !here.contains(Permissions::SEND_MESSAGES) {
        Reason::Needs(if is_thread {
            Permissions::SEND_MESSAGES_IN_THREADS
        } else {
            Permissions::SEND_MESSAGES
        })
    } else {
        debug_assert!(NEEDING_CONNECT.contains(bit), "nothing else takes a permission away");
        Reason::Needs(Permissions::CONNECT)
    })
}

/// What makes somebody be above all other rules.
fn all_powerful(base: Permissions, guild: &GuildRoles, member: &MemberView<'_>) -> Option<Reason> {
    if member.user_id == guild.owner_id() {
        return Some(Reason::Owner);
    }
    if !base.contains(Permissions::ADMINISTRATOR) {
        return None;
    }
    let role = granting_role(Permissions::ADMINISTRATOR, guild, member);
    Some(Reason::Administrator(role.expect("only roles make administrators")))
}

/// What roles and overwrites say, before restraints and implied denials: the last word first.
fn as_written(
    bit: Permissions,
    guild: &GuildRoles,
    overwrites: &ChannelOverwrites,
    member: &MemberView<'_>,
) -> (bool, Reason) {
    if let Some(own) = overwrites.of_member(member.user_id)
        && (own.allow.contains(bit) || own.deny.contains(bit))
    {
        return (own.allow.contains(bit), Reason::MemberOverwrite);
    }
    let of_roles = || member.roles.iter().filter_map(|id| Some((*id, overwrites.of_role(*id)?)));
    if let Some((id, _)) = of_roles().find(|(_, change)| change.allow.contains(bit)) {
        return (true, Reason::RoleOverwrite(id));
    }
    if let Some((id, _)) = of_roles().find(|(_, change)| change.deny.contains(bit)) {
        return (false, Reason::RoleOverwrite(id));
    }
    let everyone = overwrites.of_everyone();
    if everyone.allow.contains(bit) || everyone.deny.contains(bit) {
        return (everyone.allow.contains(bit), Reason::RoleOverwrite(guild.id().cast()));
    }
    match granting_role(bit, guild, member) {
        Some(role) => (true, Reason::Role(role)),
        None => (false, Reason::NotGranted),
    }
}

fn granting_role(bit: Permissions, guild: &GuildRoles, member: &MemberView<'_>) -> Option<Id<RoleMarker>> {
    if guild.everyone().contains(bit) {
        return Some(guild.id().cast());
    }
    let grants = |id: &Id<RoleMarker>| guild.role(*id).is_some_and(|role| role.permissions.contains(bit));
    member.roles.iter().copied().find(grants)
}
