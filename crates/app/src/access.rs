//! The only way to a guild or a channel: what is returned proves that the caller may be there, with what permissions.
//!
//! What the caller may not see is answered exactly as what does not exist.

use std::sync::Arc;

use parvis_bus::{Audience, GuildChannel, GuildSnapshot, GuildThread, view_of};
use parvis_model::marker::{ApplicationMarker, ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{Channel, Id, Member, Permissions};
use parvis_rules::hierarchy::Denied;
use parvis_rules::permissions::{self, MemberView};

use crate::App;
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::live::{Home, PrivateChannel};
use crate::logins::Caller;
use crate::publish::Lane;

/// Proof that the caller is a member of a guild.
#[derive(Debug, Clone)]
pub struct GuildAccess {
    /// The guild.
    pub guild: Arc<GuildSnapshot>,
    /// The caller as its member.
    pub member: Arc<Member>,
    /// What the caller may do in the guild as a whole.
    pub permissions: Permissions,
    now_ms: i64,
}

impl GuildAccess {
    /// The guild's id.
    pub fn id(&self) -> Id<GuildMarker> {
        self.guild.id()
    }

    /// The lane of the guild's writes.
    pub fn lane(&self) -> Lane {
        Lane::of(self.guild.id())
    }

    /// The caller as the rules take a member.
    pub fn actor(&self) -> MemberView<'_> {
        view_of(&self.member, self.now_ms)
    }

    /// Another member as the rules take one.
    pub fn view<'a>(&self, member: &'a Member) -> MemberView<'a> {
        view_of(member, self.now_ms)
    }

    /// Whether the caller owns the guild.
    pub fn is_owner(&self) -> bool {
        self.guild.owner_id() == self.member.user.id
    }

    /// Refuses a caller who lacks any of these.
    pub fn require(&self, needed: Permissions) -> ActionResult<()> {
        require(self.permissions, needed)
    }

    /// Refuses everybody but the owner.
    pub fn require_owner(&self) -> ActionResult<()> {
        if self.is_owner() { Ok(()) } else { Err(ActionError::MissingPermissions) }
    }

    /// What the caller may do in a channel or active thread of this guild.
    pub fn permissions_in(&self, channel_id: Id<ChannelMarker>) -> Permissions {
        self.guild.permissions_in(channel_id, &self.actor())
    }

    /// The channels that the caller may view, in the order in which they stand.
    pub fn visible_channels(&self) -> Vec<Arc<GuildChannel>> {
        let actor = self.actor();
        let visible = self.guild.channels().filter(|it| self.guild.may_view(it.id, &actor));
        let mut visible: Vec<_> = visible.cloned().collect();
        visible.sort_by_key(|it| (it.position, it.id));
        visible
    }

    /// The active threads that the caller may view, the last started first.
    pub fn visible_threads(&self) -> Vec<Arc<GuildThread>> {
        let actor = self.actor();
        let visible = self.guild.threads().filter(|it| self.guild.may_view(it.id, &actor));
        let mut visible: Vec<_> = visible.cloned().collect();
        visible.sort_by_key(|it| std::cmp::Reverse(it.id));
        visible
    }
}

/// Where a channel is.
#[derive(Debug, Clone)]
pub enum Place {
    /// In a guild of which the caller is a member.
    Guild(GuildAccess),
    /// Among its participants, of whom the caller is one.
    Private(Arc<PrivateChannel>),
    /// In a guild that a token opens for this one channel: a webhook's, or an interaction's. Nobody is its member.
    Token(Arc<GuildSnapshot>),
}

/// Proof that the caller may view a channel.
#[derive(Debug, Clone)]
pub struct ChannelAccess {
    /// Where it is.
    pub place: Place,
    /// What the caller may do in it.
    pub permissions: Permissions,
    channel_id: Id<ChannelMarker>,
    thread: Option<Arc<GuildThread>>,
}

impl ChannelAccess {
    /// The channel; a thread is one, too.
    pub fn channel(&self) -> &Channel {
        if let Some(thread) = &self.thread {
            return thread;
        }
        let proved = "access was proved on this very snapshot";
        match &self.place {
            Place::Guild(access) => access.guild.channel(self.channel_id).expect(proved),
            Place::Token(guild) => guild.channel(self.channel_id).expect(proved),
            Place::Private(private) => &private.channel,
        }
    }

    /// The thread, when it is one.
    pub fn thread(&self) -> Option<&Arc<GuildThread>> {
        self.thread.as_ref()
    }

    /// A thread that the caller is about to start here. Who may post in a forum may write the post's first message, and
    /// has the same rights in doing so.
    pub(crate) fn into_new_thread(self, thread: GuildThread) -> Self {
        Self { channel_id: thread.id, thread: Some(Arc::new(thread)), ..self }
    }

    /// Whether a member of the guild may read here, or comes to be able to by being mentioned: into a private thread a
    /// mention brings whom the caller may bring there.
    pub(crate) fn is_open_to(&self, member: &Member, now_ms: i64) -> bool {
        let Some(guild) = self.snapshot() else { return false };
        let view = view_of(member, now_ms);
        let Some(thread) = &self.thread else { return guild.may_view(self.channel_id, &view) };
        let sees_parent = thread.parent_id.is_some_and(|parent_id| guild.may_view(parent_id, &view));
        let sees = guild.permissions_in_thread(thread, &view).contains(Permissions::VIEW_CHANNEL);
        sees || (sees_parent && crate::threads::may_invite(self))
    }

    /// The channel's id.
    pub fn id(&self) -> Id<ChannelMarker> {
        self.channel_id
    }

    /// The guild's id, when it is in one.
    pub fn guild_id(&self) -> Option<Id<GuildMarker>> {
        self.snapshot().map(|guild| guild.id())
    }

    /// The guild, when it is in one.
    pub fn snapshot(&self) -> Option<&Arc<GuildSnapshot>> {
        match &self.place {
            Place::Guild(access) => Some(&access.guild),
            Place::Token(guild) => Some(guild),
            Place::Private(_) => None,
        }
    }

    /// The guild and the caller in it, when the caller is its member.
    pub fn guild(&self) -> Option<&GuildAccess> {
        match &self.place {
            Place::Guild(access) => Some(access),
            Place::Private(_) | Place::Token(_) => None,
        }
    }

    /// The private conversation, when it is one.
    pub fn private(&self) -> Option<&Arc<PrivateChannel>> {
        match &self.place {
            Place::Private(private) => Some(private),
            Place::Guild(_) | Place::Token(_) => None,
        }
    }

    /// Everybody who may read here.
    pub fn audience(&self) -> Audience {
        let channel_id = self.channel_id;
        let guild_id = match &self.place {
            Place::Guild(access) => access.id(),
            Place::Token(guild) => guild.id(),
            Place::Private(private) => return Audience::Users(private.participants.clone()),
        };
        match &self.thread {
            Some(thread) => crate::threads::audience(guild_id, thread),
            None => Audience::Channel { guild_id, channel_id },
        }
    }

    /// The lane of the channel's writes: its guild's, or its own.
    pub fn lane(&self) -> Lane {
        self.guild_id().map_or_else(|| Lane::of(self.channel_id), Lane::of)
    }

    /// Whether the caller may do all of this here.
    pub fn may(&self, permissions: Permissions) -> bool {
        self.permissions.contains(permissions)
    }

    /// Refuses a caller who lacks any of these.
    pub fn require(&self, needed: Permissions) -> ActionResult<()> {
        require(self.permissions, needed)
    }

    /// Refuses private conversations.
    pub fn require_guild(&self) -> ActionResult<&GuildAccess> {
        self.guild().ok_or(ActionError::Refused(Refusal::CannotExecuteOnDirect))
    }

    /// Refuses everything but threads.
    pub fn require_thread(&self) -> ActionResult<&Arc<GuildThread>> {
        self.thread.as_ref().ok_or(ActionError::Refused(Refusal::InvalidChannelType))
    }

    /// Refuses threads that are put away: nothing changes in them until they come back.
    pub fn require_not_archived(&self) -> ActionResult<()> {
        match &self.thread {
            Some(thread) if thread.is_archived() => Err(ActionError::Refused(Refusal::ThreadArchived)),
            _ => Ok(()),
        }
    }

    /// Refuses channels in which nothing is written: categories, forums, directories.
    pub fn require_text(&self) -> ActionResult<()> {
        if self.channel().kind.holds_messages() {
            Ok(())
        } else {
            Err(ActionError::Refused(Refusal::CannotSendInChannel))
        }
    }
}

/// A guild of which the caller is a member, with all of `needed` at guild level.
pub async fn guild(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    needed: Permissions,
) -> ActionResult<GuildAccess> {
    let access = guild_of_member(app, caller.user_id, guild_id).await?;
    access.require(needed)?;
    Ok(access)
}

async fn guild_of_member(
    app: &App,
    user_id: Id<UserMarker>,
    guild_id: Id<GuildMarker>,
) -> ActionResult<GuildAccess> {
    let unknown = || ActionError::Unknown(Kind::Guild);
    let member = app.live.member(&app.store, guild_id, user_id).await?.ok_or_else(unknown)?;
    let guild = app.live.guild(&app.store, guild_id).await?.ok_or_else(unknown)?;
    let now_ms = app.now_ms();
    let permissions = guild.base_permissions(&view_of(&member, now_ms));
    Ok(GuildAccess { guild, member, permissions, now_ms })
}

/// Refuses whoever is not a member of a guild: for what every member may ask and needs no more of the guild.
pub(crate) async fn require_member(
    app: &App,
    user_id: Id<UserMarker>,
    guild_id: Id<GuildMarker>,
) -> ActionResult<()> {
    match app.live.member(&app.store, guild_id, user_id).await? {
        Some(_) => Ok(()),
        None => Err(ActionError::Unknown(Kind::Guild)),
    }
}

/// A guild as an account sees it that is not calling: whose session begins, or whose calendar is fetched by its secret.
pub(crate) async fn guild_of_bearer(
    app: &App,
    user_id: Id<UserMarker>,
    guild_id: Id<GuildMarker>,
) -> ActionResult<GuildAccess> {
    guild_of_member(app, user_id, guild_id).await
}

/// A guild of which an application's bot is a member, as the bot sees it: for what is done in the application's name.
pub async fn guild_of_application(
    app: &App,
    application_id: Id<ApplicationMarker>,
    guild_id: Id<GuildMarker>,
) -> ActionResult<GuildAccess> {
    guild_of_member(app, application_id.cast(), guild_id).await
}

/// A channel that the caller may view, with all of `needed` in it.
pub async fn channel(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    needed: Permissions,
) -> ActionResult<ChannelAccess> {
    let unknown = || ActionError::Unknown(Kind::Channel);
    let home = app.live.home(&app.store, channel_id).await?.ok_or_else(unknown)?;
    let access = match home {
        Home::Guild(guild_id) => {
            let access =
                guild(app, caller, guild_id, Permissions::NONE).await.map_err(|error| match error {
                    ActionError::Unknown(_) => unknown(),
                    other => other,
                })?;
            if access.guild.channel(channel_id).is_some() {
                let permissions = access.permissions_in(channel_id);
                ChannelAccess { place: Place::Guild(access), permissions, channel_id, thread: None }
            } else {
                let thread =
                    app.live.thread(&app.store, &access.guild, channel_id).await?.ok_or_else(unknown)?;
                let permissions = access.guild.permissions_in_thread(&thread, &access.actor());
                ChannelAccess { place: Place::Guild(access), permissions, channel_id, thread: Some(thread) }
            }
        }
        Home::Private(private) => {
            let is_recipient = private.participants.contains(&caller.user_id);
            let is_owner = private.channel.owner_id == Some(caller.user_id);
            let permissions = permissions::in_private_conversation(is_recipient, is_owner);
            ChannelAccess { place: Place::Private(private), permissions, channel_id, thread: None }
        }
    };
    if !access.permissions.contains(Permissions::VIEW_CHANNEL) {
        return Err(unknown());
    }
    require(access.permissions, needed)?;
    Ok(access)
}

/// A channel of a guild for the bearer of a token that was made for this channel and is valid: a webhook's, an
/// interaction's. What it may do there is decided by whoever checked the token.
pub(crate) async fn by_token(
    app: &App,
    channel_id: Id<ChannelMarker>,
    permissions: Permissions,
) -> ActionResult<ChannelAccess> {
    let unknown = || ActionError::Unknown(Kind::Channel);
    let home = app.live.home(&app.store, channel_id).await?.ok_or_else(unknown)?;
    let (place, thread) = match home {
        Home::Guild(guild_id) => {
            let guild = app.live.guild(&app.store, guild_id).await?.ok_or_else(unknown)?;
            let mut thread = None;
            if guild.channel(channel_id).is_none() {
                let found = app.live.thread(&app.store, &guild, channel_id).await?;
                // A thread whose parent is gone waits for its deletion.
                let found = found.filter(|it| it.parent_id.is_some_and(|id| guild.channel(id).is_some()));
                thread = Some(found.ok_or_else(unknown)?);
            }
            (Place::Token(guild), thread)
        }
        Home::Private(private) => (Place::Private(private), None),
    };
    Ok(ChannelAccess { place, permissions, channel_id, thread })
}

/// Whether what is said in a channel of a guild may be carried out of it on behalf of this account: because every
/// member may view the channel, or because the account is still there and may.
pub(crate) async fn may_be_carried_out_by(
    app: &App,
    channel_id: Id<ChannelMarker>,
    user_id: Option<Id<UserMarker>>,
) -> ActionResult<bool> {
    let Some(Home::Guild(guild_id)) = app.live.home(&app.store, channel_id).await? else { return Ok(false) };
    let Some(guild) = app.live.guild(&app.store, guild_id).await? else { return Ok(false) };
    if guild.is_open(channel_id) {
        return Ok(true);
    }
    let Some(user_id) = user_id else { return Ok(false) };
    let member = app.live.member(&app.store, guild_id, user_id).await?;
    Ok(member.is_some_and(|member| guild.may_view(channel_id, &view_of(&member, app.now_ms()))))
}

/// Another member of a guild to which the caller has access.
pub async fn member(app: &App, access: &GuildAccess, user_id: Id<UserMarker>) -> ActionResult<Arc<Member>> {
    if user_id == access.member.user.id {
        return Ok(Arc::clone(&access.member));
    }
    app.live.member(&app.store, access.id(), user_id).await?.ok_or(ActionError::Unknown(Kind::Member))
}

fn require(held: Permissions, needed: Permissions) -> ActionResult<()> {
    if held.contains(needed) { Ok(()) } else { Err(ActionError::MissingPermissions) }
}

impl From<Denied> for ActionError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::UnknownRole => Self::Unknown(Kind::Role),
            Denied::ManagedRole | Denied::EveryoneRole => Self::Refused(Refusal::InvalidRole),
            _ => Self::MissingPermissions,
        }
    }
}
