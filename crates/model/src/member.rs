//! Accounts as members of a guild.

use serde::{Deserialize, Serialize};

use crate::marker::{GuildMarker, RoleMarker, UserMarker};
use crate::open::flags;
use crate::user::{AvatarDecoration, Collectibles, User};
use crate::{Id, Timestamp};

flags! {
    /// Traits of a membership.
    MemberFlags(u32) {
        DID_REJOIN = 0, COMPLETED_ONBOARDING = 1, BYPASSES_VERIFICATION = 2, STARTED_ONBOARDING = 3, IS_GUEST = 4,
        STARTED_HOME_ACTIONS = 5, COMPLETED_HOME_ACTIONS = 6, AUTOMOD_QUARANTINED_USERNAME = 7,
        DM_SETTINGS_UPSELL_ACKNOWLEDGED = 9, AUTOMOD_QUARANTINED_GUILD_TAG = 10,
    }
}

/// A member of a guild with its account (`GuildMemberResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The account.
    pub user: User,
    /// Name in this guild.
    #[serde(default)]
    pub nick: Option<String>,
    /// Hash of the avatar in this guild.
    #[serde(default)]
    pub avatar: Option<String>,
    /// Hash of the banner in this guild.
    #[serde(default)]
    pub banner: Option<String>,
    /// The member's roles, without `@everyone`.
    pub roles: Vec<Id<RoleMarker>>,
    /// When the account joined.
    pub joined_at: Timestamp,
    /// Always null here.
    #[serde(default)]
    pub premium_since: Option<Timestamp>,
    /// Whether the member is deafened in voice channels.
    #[serde(default)]
    pub deaf: bool,
    /// Whether the member is muted in voice channels.
    #[serde(default)]
    pub mute: bool,
    /// Traits of the membership.
    #[serde(default)]
    pub flags: MemberFlags,
    /// Whether the member has yet to pass the guild's screening.
    #[serde(default)]
    pub pending: bool,
    /// End of a timeout; a moment in the past is none.
    #[serde(default)]
    pub communication_disabled_until: Option<Timestamp>,
    /// Picture around the avatar in this guild.
    #[serde(default)]
    pub avatar_decoration_data: Option<Box<AvatarDecoration>>,
    /// Decorations in this guild.
    #[serde(default)]
    pub collectibles: Option<Box<Collectibles>>,
}

impl Member {
    /// A member without roles who has just joined.
    pub fn new(user: User, joined_at: Timestamp) -> Self {
        PartialMember::new(joined_at).with_user(user)
    }

    /// The name that people see in this guild.
    pub fn display_name(&self) -> &str {
        self.nick.as_deref().unwrap_or_else(|| self.user.display_name())
    }
}

/// A member beside whose account it is sent, so that the account is not in it: the `member` of messages and mentions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartialMember {
    /// Name in this guild.
    #[serde(default)]
    pub nick: Option<String>,
    /// Hash of the avatar in this guild.
    #[serde(default)]
    pub avatar: Option<String>,
    /// Hash of the banner in this guild.
    #[serde(default)]
    pub banner: Option<String>,
    /// The member's roles, without `@everyone`.
    pub roles: Vec<Id<RoleMarker>>,
    /// When the account joined.
    pub joined_at: Timestamp,
    /// Always null here.
    #[serde(default)]
    pub premium_since: Option<Timestamp>,
    /// Whether the member is deafened in voice channels.
    #[serde(default)]
    pub deaf: bool,
    /// Whether the member is muted in voice channels.
    #[serde(default)]
    pub mute: bool,
    /// Traits of the membership.
    #[serde(default)]
    pub flags: MemberFlags,
    /// Whether the member has yet to pass the guild's screening.
    #[serde(default)]
    pub pending: bool,
    /// End of a timeout; a moment in the past is none.
    #[serde(default)]
    pub communication_disabled_until: Option<Timestamp>,
    /// Picture around the avatar in this guild.
    #[serde(default)]
    pub avatar_decoration_data: Option<Box<AvatarDecoration>>,
    /// Decorations in this guild.
    #[serde(default)]
    pub collectibles: Option<Box<Collectibles>>,
}

impl PartialMember {
    /// A member without roles who has just joined.
    pub fn new(joined_at: Timestamp) -> Self {
        Self {
            nick: None,
            avatar: None,
            banner: None,
            roles: Vec::new(),
            joined_at,
            premium_since: None,
            deaf: false,
            mute: false,
            flags: MemberFlags::NONE,
            pending: false,
            communication_disabled_until: None,
            avatar_decoration_data: None,
            collectibles: None,
        }
    }

    /// The whole member.
    pub fn with_user(self, user: User) -> Member {
        Member {
            user,
            nick: self.nick,
            avatar: self.avatar,
            banner: self.banner,
            roles: self.roles,
            joined_at: self.joined_at,
            premium_since: self.premium_since,
            deaf: self.deaf,
            mute: self.mute,
            flags: self.flags,
            pending: self.pending,
            communication_disabled_until: self.communication_disabled_until,
            avatar_decoration_data: self.avatar_decoration_data,
            collectibles: self.collectibles,
        }
    }
}

impl From<Member> for PartialMember {
    fn from(member: Member) -> Self {
        Self {
            nick: member.nick,
            avatar: member.avatar,
            banner: member.banner,
            roles: member.roles,
            joined_at: member.joined_at,
            premium_since: member.premium_since,
            deaf: member.deaf,
            mute: member.mute,
            flags: member.flags,
            pending: member.pending,
            communication_disabled_until: member.communication_disabled_until,
            avatar_decoration_data: member.avatar_decoration_data,
            collectibles: member.collectibles,
        }
    }
}

/// A ban from a guild (`GuildBanResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ban {
    /// Who may not come back.
    pub user: User,
    /// Why, if a moderator said so.
    pub reason: Option<String>,
}

/// Answer to a bulk ban.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BulkBan {
    /// Accounts that are banned now.
    pub banned_users: Vec<Id<UserMarker>>,
    /// Accounts that could not be banned, or were banned before.
    pub failed_users: Vec<Id<UserMarker>>,
}

/// A membership as events name it: who and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuildMember {
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// The member.
    #[serde(flatten)]
    pub member: Member,
}
