//! The few facts that permissions are computed from, laid out for fast asking.
//!
//! It must not know how guilds and channels are stored or sent.

use parvis_model::marker::{GuildMarker, RoleMarker, UserMarker};
use parvis_model::{Id, Overwrite, OverwriteType, Permissions, Role};

/// What a decision needs to know of a member. Bots are members as people are.
#[derive(Debug, Clone, Copy)]
pub struct MemberView<'a> {
    /// Whose membership it is.
    pub user_id: Id<UserMarker>,
    /// The member's roles in any order, without `@everyone`; ids that are no longer roles count for nothing.
    pub roles: &'a [Id<RoleMarker>],
    /// Whether a timeout holds now, see [`is_timed_out`](super::is_timed_out).
    pub timed_out: bool,
    /// Whether the guild screens new members and this one has not yet accepted its rules.
    pub pending: bool,
}

impl MemberView<'_> {
    /// Whether the member may only read for now.
    pub const fn is_restrained(&self) -> bool {
        self.timed_out || self.pending
    }
}

/// What a decision needs to know of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleView {
    /// Whose facts these are; the guild's own id is `@everyone`.
    pub id: Id<RoleMarker>,
    /// What the role grants in the whole guild.
    pub permissions: Permissions,
    /// Rank among roles; 0 is `@everyone`'s.
    pub position: i64,
    /// Whether an application holds it, so that nobody assigns or deletes it by hand.
    pub managed: bool,
    /// Whether everybody may mention it.
    pub mentionable: bool,
}

impl RoleView {
    /// A role that is neither managed nor mentionable.
    pub const fn new(id: Id<RoleMarker>, permissions: Permissions, position: i64) -> Self {
        Self { id, permissions, position, managed: false, mentionable: false }
    }
}

impl From<&Role> for RoleView {
    fn from(role: &Role) -> Self {
        Self {
            id: role.id,
            permissions: role.permissions,
            position: i64::from(role.position),
            managed: role.managed,
            mentionable: role.mentionable,
        }
    }
}

/// A guild's owner and roles, looked up by id without allocating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuildRoles {
    id: Id<GuildMarker>,
    owner_id: Id<UserMarker>,
    everyone: Permissions,
    by_id: Box<[RoleView]>,
}

impl GuildRoles {
    /// Takes the roles in any order, `@everyone` among them; without it, it grants nothing.
    pub fn new(
        id: Id<GuildMarker>,
        owner_id: Id<UserMarker>,
        roles: impl IntoIterator<Item = RoleView>,
    ) -> Self {
        let mut by_id: Vec<RoleView> = roles.into_iter().collect();
        by_id.sort_unstable_by_key(|role| role.id);
        by_id.dedup_by_key(|role| role.id);
        let mut guild = Self { id, owner_id, everyone: Permissions::NONE, by_id: by_id.into() };
        guild.everyone = guild.role(id.cast()).map_or(Permissions::NONE, |role| role.permissions);
        guild
    }

    /// Whose roles these are.
    pub const fn id(&self) -> Id<GuildMarker> {
        self.id
    }

    /// Who owns the guild.
    pub const fn owner_id(&self) -> Id<UserMarker> {
        self.owner_id
    }

    /// What `@everyone` grants.
    pub const fn everyone(&self) -> Permissions {
        self.everyone
    }

    /// All roles, by id.
    pub fn roles(&self) -> &[RoleView] {
        &self.by_id
    }

    /// A role by its id.
    pub fn role(&self, id: Id<RoleMarker>) -> Option<&RoleView> {
        let at = self.by_id.binary_search_by_key(&id, |role| role.id).ok()?;
        Some(&self.by_id[at])
    }
}

/// Whom an overwrite is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverwriteTarget {
    /// A role; the guild's own id is `@everyone`.
    Role(Id<RoleMarker>),
    /// One member.
    Member(Id<UserMarker>),
}

/// An overwrite of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OverwriteView {
    /// Whom it is for.
    pub target: OverwriteTarget,
    /// Bits that it grants.
    pub allow: Permissions,
    /// Bits that it takes away; where both name a bit, it is granted.
    pub deny: Permissions,
}

impl From<&Overwrite> for OverwriteView {
    fn from(overwrite: &Overwrite) -> Self {
        let target = match overwrite.kind {
            OverwriteType::ROLE => OverwriteTarget::Role(overwrite.id.cast()),
            _ => OverwriteTarget::Member(overwrite.id.cast()),
        };
        Self { target, allow: overwrite.allow, deny: overwrite.deny }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Change {
    pub(super) allow: Permissions,
    pub(super) deny: Permissions,
}

impl Change {
    const fn apply(self, to: Permissions) -> Permissions {
        to.without(self.deny).union(self.allow)
    }
}

/// A channel's overwrites, laid out in the order in which they apply. The default has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChannelOverwrites {
    everyone: Change,
    roles: Box<[(Id<RoleMarker>, Change)]>,
    members: Box<[(Id<UserMarker>, Change)]>,
}

impl ChannelOverwrites {
    /// Takes overwrites in any order. Where two have one target, the last one counts.
    pub fn new(guild_id: Id<GuildMarker>, overwrites: impl IntoIterator<Item = OverwriteView>) -> Self {
        let mut everyone = Change::default();
        let mut roles = Vec::new();
        let mut members = Vec::new();
        for OverwriteView { target, allow, deny } in overwrites {
            let change = Change { allow, deny };
            match target {
                OverwriteTarget::Role(id) if id == guild_id.cast() => everyone = change,
                OverwriteTarget::Role(id) => roles.push((id, change)),
                OverwriteTarget::Member(id) => members.push((id, change)),
            }
        }
        Self { everyone, roles: last_of_each(roles), members: last_of_each(members) }
    }

    /// Applies, in this order: what `@everyone`'s overwrite changes; what all role overwrites deny, then what they
    /// allow; what the member's own overwrite changes.
    pub(super) fn apply(&self, base: Permissions, member: &MemberView<'_>) -> Permissions {
        let mut granted = self.everyone.apply(base);
        if !self.roles.is_empty() {
            let mut all_roles = Change::default();
            for role_id in member.roles {
                if let Some(change) = self.of_role(*role_id) {
                    all_roles.allow |= change.allow;
                    all_roles.deny |= change.deny;
                }
            }
            granted = all_roles.apply(granted);
        }
        match self.of_member(member.user_id) {
            Some(change) => change.apply(granted),
            None => granted,
        }
    }

    pub(super) const fn of_everyone(&self) -> Change {
        self.everyone
    }

    pub(super) fn of_role(&self, id: Id<RoleMarker>) -> Option<Change> {
        find(&self.roles, id)
    }

    pub(super) fn of_member(&self, id: Id<UserMarker>) -> Option<Change> {
        find(&self.members, id)
    }
}

fn find<M>(sorted: &[(Id<M>, Change)], id: Id<M>) -> Option<Change> {
    let at = sorted.binary_search_by_key(&id, |(id, _)| *id).ok()?;
    Some(sorted[at].1)
}

fn last_of_each<M>(mut changes: Vec<(Id<M>, Change)>) -> Box<[(Id<M>, Change)]> {
    // The stable sort keeps equal ids in order of arrival; after the reversal the last one comes first.
    changes.reverse();
    changes.sort_by_key(|(id, _)| *id);
    changes.dedup_by_key(|(id, _)| *id);
    changes.into()
}
