//! A guild's structure at one moment: what permissions are computed from.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use parvis_model::marker::{ChannelMarker, GuildMarker, RoleMarker, UserMarker};
use parvis_model::{
    Channel, ChannelType, Emoji, Guild, Id, Member, MemberFlags, Permissions, Role, ThreadMember, Timestamp,
};
use parvis_rules::permissions::{
    self, ChannelKind, ChannelOverwrites, GuildRoles, MemberView, OverwriteView, RoleView, Verdict,
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

/// A thread with the accounts that are in it.
#[derive(Debug, Clone)]
pub struct GuildThread {
    channel: Channel,
    /// Who is in it. Of an archived public thread nobody needs to know.
    pub members: HashMap<Id<UserMarker>, ThreadMember>,
}

impl GuildThread {
    /// A thread with those who are in it.
    pub fn new(channel: Channel, members: impl IntoIterator<Item = ThreadMember>) -> Self {
        let members = members.into_iter().map(|member| (member.user_id, member)).collect();
        Self { channel, members }
    }

    /// The same with another state of the channel.
    #[must_use]
    pub fn with_channel(&self, channel: Channel) -> Self {
        Self { channel, members: self.members.clone() }
    }

    /// The same after some came and some left.
    #[must_use]
    pub fn with_members(&self, came: &[ThreadMember], left: &[Id<UserMarker>]) -> Self {
        let mut thread = self.clone();
        thread.members.extend(came.iter().map(|member| (member.user_id, member.clone())));
        thread.members.retain(|user_id, _| !left.contains(user_id));
        thread
    }

    /// Whether only those who are in it, and those who manage threads, may view it.
    pub fn is_private(&self) -> bool {
        self.channel.kind == ChannelType::PRIVATE_THREAD
    }

    /// Whether it is put away.
    pub fn is_archived(&self) -> bool {
        self.channel.thread_metadata.as_ref().is_some_and(|state| state.archived)
    }

    /// Whether only those who manage threads may write in it.
    pub fn is_locked(&self) -> bool {
        self.channel.thread_metadata.as_ref().is_some_and(|state| state.locked)
    }

    /// The thread as somebody gets it, with their own place in it.
    pub fn seen_by(&self, user_id: Id<UserMarker>) -> Channel {
        let mut channel = self.channel.clone();
        channel.member_count = ThreadMember::count_shown(self.members.len());
        channel.member = self.members.get(&user_id).cloned().map(Box::new);
        channel
    }
}

impl Deref for GuildThread {
    type Target = Channel;
    fn deref(&self) -> &Channel {
        &self.channel
    }
}

/// A guild's settings, roles, channels, active threads and emojis. Immutable: a change makes a new one that shares what
/// did not change.
#[derive(Debug, Clone)]
pub struct GuildSnapshot {
    guild: Arc<Guild>,
    roles: Arc<HashMap<Id<RoleMarker>, Arc<Role>>>,
    channels: Arc<HashMap<Id<ChannelMarker>, Arc<GuildChannel>>>,
    threads: Arc<HashMap<Id<ChannelMarker>, Arc<GuildThread>>>,
    emojis: Arc<Vec<Emoji>>,
    ranks: Arc<GuildRoles>,
}

impl GuildSnapshot {
    /// From a guild with its emojis, all its roles (`@everyone` among them) and channels.
    pub fn new(mut guild: Guild, roles: Vec<Role>, channels: Vec<Channel>) -> Self {
        let guild_id = guild.id;
        let emojis = Arc::new(std::mem::take(&mut guild.emojis));
        let roles: HashMap<_, _> = roles.into_iter().map(|role| (role.id, Arc::new(role))).collect();
        let ranks = Arc::new(ranks_of(&guild, &roles));
        let channels =
            channels.into_iter().map(|channel| (channel.id, laid_out(guild_id, channel))).collect();
        let (roles, channels) = (Arc::new(roles), Arc::new(channels));
        Self { guild: Arc::new(guild), roles, channels, threads: Arc::default(), emojis, ranks }
    }

    /// The same with these active threads and no others. Those whose parent is gone wait for their deletion, and nobody
    /// gets at them.
    #[must_use]
    pub fn with_threads(&self, threads: impl IntoIterator<Item = GuildThread>) -> Self {
        let there = threads.into_iter().filter(|thread| self.parent_of(thread).is_some());
        let threads = there.map(|thread| (thread.id, Arc::new(thread))).collect();
        Self { threads: Arc::new(threads), ..self.clone() }
    }

    /// The guild.
    pub fn id(&self) -> Id<GuildMarker> {
        self.guild.id
    }

    /// The owner.
    pub fn owner_id(&self) -> Id<UserMarker> {
        self.guild.owner_id
    }

    /// The settings. Their lists of roles and emojis are empty; both are here.
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

    /// All emojis, oldest first, without those who uploaded them.
    pub fn emojis(&self) -> &[Emoji] {
        &self.emojis
    }

    /// All channels, in no order. Threads are not among them.
    pub fn channels(&self) -> impl Iterator<Item = &Arc<GuildChannel>> {
        self.channels.values()
    }

    /// A channel of the guild.
    pub fn channel(&self, id: Id<ChannelMarker>) -> Option<&Arc<GuildChannel>> {
        self.channels.get(&id)
    }

    /// All active threads, in no order.
    pub fn threads(&self) -> impl Iterator<Item = &Arc<GuildThread>> {
        self.threads.values()
    }

    /// An active thread of the guild.
    pub fn thread(&self, id: Id<ChannelMarker>) -> Option<&Arc<GuildThread>> {
        self.threads.get(&id)
    }

    /// Whether the other one has the same settings, roles and channels: at most their threads differ.
    pub fn has_structure_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.guild, &other.guild)
            && Arc::ptr_eq(&self.roles, &other.roles)
            && Arc::ptr_eq(&self.channels, &other.channels)
    }

    /// Owner and roles as the rules take them.
    pub fn ranks(&self) -> &GuildRoles {
        &self.ranks
    }

    /// What a member may do in the guild as a whole.
    pub fn base_permissions(&self, member: &MemberView<'_>) -> Permissions {
        permissions::base(&self.ranks, member)
    }

    /// What a member may do in one channel or active thread; nothing in one that is not here.
    pub fn permissions_in(&self, channel_id: Id<ChannelMarker>, member: &MemberView<'_>) -> Permissions {
        let Some(channel) = self.channels.get(&channel_id) else {
            let thread = self.threads.get(&channel_id);
            return thread.map_or(Permissions::NONE, |thread| self.permissions_in_thread(thread, member));
        };
        let kind = ChannelKind::of_type(channel.kind, false);
        permissions::in_channel(self.base_permissions(member), &channel.overwrites, kind, member)
    }

    /// What a member may do in a thread, active or not: what its parent allows; nothing when that is gone.
    pub fn permissions_in_thread(&self, thread: &GuildThread, member: &MemberView<'_>) -> Permissions {
        let Some(parent) = self.parent_of(thread) else { return Permissions::NONE };
        let kind = ChannelKind::of_type(thread.kind, thread.members.contains_key(&member.user_id));
        permissions::in_channel(self.base_permissions(member), &parent.overwrites, kind, member)
    }

    /// Whether and why a member has one permission in the guild as a whole.
    pub fn explain(&self, bit: Permissions, member: &MemberView<'_>) -> Verdict {
        permissions::explain_base(bit, &self.ranks, member)
    }

    /// Whether and why a member has one permission in a channel; `None` when it is not here.
    pub fn explain_in(
        &self,
        bit: Permissions,
        channel_id: Id<ChannelMarker>,
        member: &MemberView<'_>,
    ) -> Option<Verdict> {
        let channel = self.channels.get(&channel_id)?;
        let kind = ChannelKind::of_type(channel.kind, false);
        Some(permissions::explain(bit, &self.ranks, &channel.overwrites, kind, member))
    }

    /// Whether and why a member has one permission in a thread, active or not; `None` when its parent is gone.
    pub fn explain_in_thread(
        &self,
        bit: Permissions,
        thread: &GuildThread,
        member: &MemberView<'_>,
    ) -> Option<Verdict> {
        let parent = self.parent_of(thread)?;
        let kind = ChannelKind::of_type(thread.kind, thread.members.contains_key(&member.user_id));
        Some(permissions::explain(bit, &self.ranks, &parent.overwrites, kind, member))
    }

    /// Whether a member may view a channel or an active thread.
    pub fn may_view(&self, channel_id: Id<ChannelMarker>, member: &MemberView<'_>) -> bool {
        self.permissions_in(channel_id, member).contains(Permissions::VIEW_CHANNEL)
    }

    /// Whether everybody who is a member may view a channel, whatever role they have.
    pub fn is_open(&self, channel_id: Id<ChannelMarker>) -> bool {
        let anybody = MemberView { user_id: Id::new(0), roles: &[], timed_out: false, pending: false };
        self.may_view(channel_id, &anybody)
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

    /// The same without a channel and its threads.
    #[must_use]
    pub fn without_channel(&self, id: Id<ChannelMarker>) -> Self {
        let mut channels = HashMap::clone(&self.channels);
        channels.remove(&id);
        let mut threads = Arc::clone(&self.threads);
        if threads.values().any(|thread| thread.parent_id == Some(id)) {
            Arc::make_mut(&mut threads).retain(|_, thread| thread.parent_id != Some(id));
        }
        Self { channels: Arc::new(channels), threads, ..self.clone() }
    }

    /// The same with a thread that became active, or that changed.
    #[must_use]
    pub fn with_thread(&self, thread: GuildThread) -> Self {
        let mut threads = HashMap::clone(&self.threads);
        threads.insert(thread.id, Arc::new(thread));
        Self { threads: Arc::new(threads), ..self.clone() }
    }

    /// The same without a thread that was put away or deleted.
    #[must_use]
    pub fn without_thread(&self, id: Id<ChannelMarker>) -> Self {
        let mut threads = HashMap::clone(&self.threads);
        threads.remove(&id);
        Self { threads: Arc::new(threads), ..self.clone() }
    }

    /// The same without an account in any thread.
    #[must_use]
    pub fn without_thread_member(&self, user_id: Id<UserMarker>) -> Self {
        let is_in = |thread: &GuildThread| thread.members.contains_key(&user_id);
        if !self.threads.values().any(|thread| is_in(thread)) {
            return self.clone();
        }
        let mut threads = HashMap::clone(&self.threads);
        for thread in threads.values_mut().filter(|thread| is_in(thread)) {
            *thread = Arc::new(thread.with_members(&[], &[user_id]));
        }
        Self { threads: Arc::new(threads), ..self.clone() }
    }

    /// The same with other settings, a new owner included. The lists of roles and emojis that an event
    /// carries are not taken from it.
    #[must_use]
    pub fn with_guild(&self, guild: Guild) -> Self {
        let guild = Guild { roles: Vec::new(), emojis: Vec::new(), stickers: Vec::new(), ..guild };
        let ranks = Arc::new(ranks_of(&guild, &self.roles));
        Self { guild: Arc::new(guild), ranks, ..self.clone() }
    }

    /// The same with these emojis.
    #[must_use]
    pub fn with_emojis(&self, emojis: Vec<Emoji>) -> Self {
        Self { emojis: Arc::new(emojis), ..self.clone() }
    }

    fn parent_of(&self, thread: &GuildThread) -> Option<&Arc<GuildChannel>> {
        self.channels.get(&thread.parent_id?)
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
        // Whose name a rule has ruled out reads, and nothing else, until it is another one.
        pending: member.pending || member.flags.contains(MemberFlags::AUTOMOD_QUARANTINED_USERNAME),
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
