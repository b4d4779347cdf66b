//! A guild's structure at one moment: what permissions are computed from.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use parvis_model::marker::{ChannelMarker, GuildMarker, RoleMarker, UserMarker};
use parvis_model::{Channel, Guild, Id, Member, Permissions, Role, Timestamp};
use parvis_rules::permissions::{
    self, ChannelKind, ChannelOverwrites, GuildRoles, MemberView, OverwriteView, RoleView,
};

/// A channel of a guild with its overwrites laid out for asking.
#[derive(Debug, Clone)]
pub struct GuildChannel {
    channel: Channel,
    overwrites: ChannelOverwrites,
}

impl Deref for GuildChannel {
    type Target = Channel;
    fn deref(&self) -> &Channel {
        &self.channel
    }
}

/// A guild's settings, roles and channels. Immutable: a change makes a new one that shares what did not
/// change.
#[derive(Debug, Clone)]
pub struct GuildSnapshot {
    guild: Arc<Guild>,
    roles: Arc<HashMap<Id<RoleMarker>, Arc<Role>>>,
    channels: Arc<HashMap<Id<ChannelMarker>, Arc<GuildChannel>>>,
    ranks: Arc<GuildRoles>,
}

impl GuildSnapshot {
    /// From a guild with all its roles (`@everyone` among them) and channels.
    pub fn new(guild: Guild, roles: Vec<Role>, channels: Vec<Channel>) -> Self {
        let guild_id = guild.id;
        let roles: HashMap<_, _> = roles.into_iter().map(|role| (role.id, Arc::new(role))).collect();
        let ranks = Arc::new(ranks_of(&guild, &roles));
        let channels =
            channels.into_iter().map(|channel| (channel.id, laid_out(guild_id, channel))).collect();
        Self { guild: Arc::new(guild), roles: Arc::new(roles), channels: Arc::new(channels), ranks }
    }

    /// The guild.
    pub fn id(&self) -> Id<GuildMarker> {
        self.guild.id
    }

    /// The owner.
    pub fn owner_id(&self) -> Id<UserMarker> {
        self.guild.owner_id
    }

    /// The settings. Their lists of roles and emojis are empty; the roles are here.
    pub fn guild(&self) -> &Arc<Guild> {
        &self.guild
    }

    /// All roles, `@everyone` included, in no order.
    pub fn roles(&self) -> impl Iterator<Item = &Arc<Role>> {
        self.roles.values()
    }

    /// A role of the guild.
    pub fn role(&self, id: Id<RoleMarker>) -> Option<&Arc<Role>> {
        self.roles.get(&id)
    }

    /// All channels, in no order.
    pub fn channels(&self) -> impl Iterator<Item = &Arc<GuildChannel>> {
        self.channels.values()
    }

    /// A channel of the guild.
    pub fn channel(&self, id: Id<ChannelMarker>) -> Option<&Arc<GuildChannel>> {
        self.channels.get(&id)
    }

    /// Owner and roles as the rules take them.
    pub fn ranks(&self) -> &GuildRoles {
        &self.ranks
    }

    /// What a member may do in the guild as a whole.
    pub fn base_permissions(&self, member: &MemberView<'_>) -> Permissions {
        permissions::base(&self.ranks, member)
    }

    /// What a member may do in one channel; nothing in a channel that is not here.
    pub fn permissions_in(&self, channel_id: Id<ChannelMarker>, member: &MemberView<'_>) -> Permissions {
        let Some(channel) = self.channels.get(&channel_id) else { return Permissions::NONE };
        let kind = ChannelKind::of_type(channel.kind, false);
        permissions::in_channel(self.base_permissions(member), &channel.overwrites, kind, member)
    }

    /// Whether a member may view a channel.
    pub fn may_view(&self, channel_id: Id<ChannelMarker>, member: &MemberView<'_>) -> bool {
        self.permissions_in(channel_id, member).contains(Permissions::VIEW_CHANNEL)
    }

    /// The same with a role added or replaced.
    #[must_use]
    pub fn with_role(&self, role: Role) -> Self {
        let mut roles = HashMap::clone(&self.roles);
        roles.insert(role.id, Arc::new(role));
        self.with_roles(roles)
    }

    /// The same without a role.
    #[must_use]
    pub fn without_role(&self, id: Id<RoleMarker>) -> Self {
        let mut roles = HashMap::clone(&self.roles);
        roles.remove(&id);
        self.with_roles(roles)
    }

    /// The same with a channel added or replaced.
    #[must_use]
    pub fn with_channel(&self, channel: Channel) -> Self {
        let mut channels = HashMap::clone(&self.channels);
        channels.insert(channel.id, laid_out(self.id(), channel));
        Self { channels: Arc::new(channels), ..self.clone() }
    }

    /// The same without a channel.
    #[must_use]
    pub fn without_channel(&self, id: Id<ChannelMarker>) -> Self {
        let mut channels = HashMap::clone(&self.channels);
        channels.remove(&id);
        Self { channels: Arc::new(channels), ..self.clone() }
    }

    /// The same with other settings, a new owner included. The lists of roles and emojis that an event
    /// carries are not taken from it.
    #[must_use]
    pub fn with_guild(&self, guild: Guild) -> Self {
        let guild = Guild { roles: Vec::new(), emojis: Vec::new(), stickers: Vec::new(), ..guild };
        let ranks = Arc::new(ranks_of(&guild, &self.roles));
        Self { guild: Arc::new(guild), ranks, ..self.clone() }
    }

    fn with_roles(&self, roles: HashMap<Id<RoleMarker>, Arc<Role>>) -> Self {
        let ranks = Arc::new(ranks_of(&self.guild, &roles));
        Self { roles: Arc::new(roles), ranks, ..self.clone() }
    }
}

/// A member as the rules take one, at a moment in Unix milliseconds.
pub fn view_of(member: &Member, now_ms: i64) -> MemberView<'_> {
    MemberView {
        user_id: member.user.id,
        roles: &member.roles,
        timed_out: permissions::is_timed_out(
            member.communication_disabled_until,
            Timestamp::from_unix_ms(now_ms),
        ),
        pending: member.pending,
    }
}

/// Overwrites as the rules take them.
pub fn overwrites_of(channel: &Channel) -> impl Iterator<Item = OverwriteView> {
    channel.permission_overwrites.iter().map(OverwriteView::from)
}

fn laid_out(guild_id: Id<GuildMarker>, channel: Channel) -> Arc<GuildChannel> {
    let overwrites = ChannelOverwrites::new(guild_id, overwrites_of(&channel));
    Arc::new(GuildChannel { channel, overwrites })
}

fn ranks_of(guild: &Guild, roles: &HashMap<Id<RoleMarker>, Arc<Role>>) -> GuildRoles {
    GuildRoles::new(guild.id, guild.owner_id, roles.values().map(|role| RoleView::from(&**role)))
}
