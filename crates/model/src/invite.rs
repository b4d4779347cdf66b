//! Invitations to guilds and group DMs.

use serde::{Deserialize, Serialize};

use crate::channel::{Channel, ChannelType};
use crate::guild::{Guild, GuildFeature, NsfwLevel, VerificationLevel};
use crate::marker::{ChannelMarker, GuildMarker, UserMarker};
use crate::onboarding::WelcomeScreen;
use crate::open::numbers;
use crate::user::User;
use crate::{Id, Timestamp};

numbers! {
    /// Where an invitation leads.
    InviteType(u8) { GUILD = 0, GROUP_DM = 1, FRIEND = 2 }
}

/// What an invitation shows of its guild (`InviteGuildResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteGuild {
    /// The guild.
    pub id: Id<GuildMarker>,
    /// Its name.
    pub name: String,
    /// Hash of the picture behind its invitations.
    pub splash: Option<String>,
    /// Hash of the picture on top of its channel list.
    pub banner: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Hash of its picture.
    pub icon: Option<String>,
    /// What it can do.
    pub features: Vec<GuildFeature>,
    /// What an account needs before it may write.
    pub verification_level: Option<VerificationLevel>,
    /// Code of the invitation that it chose itself.
    pub vanity_url_code: Option<String>,
    /// Age rating.
    pub nsfw_level: Option<NsfwLevel>,
    /// Whether the guild is for adults.
    #[serde(default)]
    pub nsfw: Option<bool>,
    /// Always 0 here.
    #[serde(default)]
    pub premium_subscription_count: u32,
    /// What newcomers are shown, where the guild shows something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub welcome_screen: Option<Box<WelcomeScreen>>,
}

impl From<&Guild> for InviteGuild {
    fn from(guild: &Guild) -> Self {
        Self {
            id: guild.id,
            name: guild.name.clone(),
            splash: guild.splash.clone(),
            banner: guild.banner.clone(),
            description: guild.description.clone(),
            icon: guild.icon.clone(),
            features: guild.features.clone(),
            verification_level: Some(guild.verification_level),
            vanity_url_code: guild.vanity_url_code.clone(),
            nsfw_level: Some(guild.nsfw_level),
            nsfw: Some(guild.nsfw),
            premium_subscription_count: guild.premium_subscription_count,
            welcome_screen: None,
        }
    }
}

/// One of the people in a group DM, as its invitation shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteRecipient {
    /// The account.
    pub id: Id<UserMarker>,
    /// Its name.
    pub username: String,
    /// Hash of its avatar.
    pub avatar: Option<String>,
}

/// What an invitation shows of its channel (`InviteChannelResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteChannel {
    /// The channel.
    pub id: Id<ChannelMarker>,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: ChannelType,
    /// Its name; null for group DMs that nobody named.
    pub name: Option<String>,
    /// Hash of a group DM's picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// The people in a group DM.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<InviteRecipient>,
}

impl From<&Channel> for InviteChannel {
    /// A group DM's recipients are those that the channel value carries.
    fn from(channel: &Channel) -> Self {
        let recipient = |user: &User| InviteRecipient {
            id: user.id,
            username: user.username.clone(),
            avatar: user.avatar.clone(),
        };
        Self {
            id: channel.id,
            kind: channel.kind,
            name: channel.name.clone(),
            icon: channel.icon.clone(),
            recipients: channel.recipients.iter().map(recipient).collect(),
        }
    }
}

/// An invitation (`GuildInviteResponse`, `GroupDMInviteResponse`). The counters of its use stand in it where the
/// caller may manage it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// Where it leads.
    #[serde(rename = "type", default = "to_guild")]
    pub kind: InviteType,
    /// Its code, which is all that a person needs to know.
    pub code: String,
    /// Its guild.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild: Option<Box<InviteGuild>>,
    /// The same by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
    /// Its channel.
    pub channel: InviteChannel,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inviter: Option<Box<User>>,
    /// When it ends; null is never.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// Members of the guild, where the caller asked for counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approximate_member_count: Option<u32>,
    /// Members who are online, where the caller asked for counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approximate_presence_count: Option<u32>,
    /// How often it was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uses: Option<u32>,
    /// How often it can be used; 0 is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_uses: Option<u32>,
    /// Its life in seconds; 0 is for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u32>,
    /// Whether its guests go when they disconnect without having got a role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temporary: Option<bool>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
}

const fn to_guild() -> InviteType {
    InviteType::GUILD
}

impl Invite {
    /// An invitation to a guild, as somebody sees it who only has the code.
    pub fn to_guild(code: impl Into<String>, guild: &Guild, channel: &Channel) -> Self {
        Self {
            guild: Some(Box::new(guild.into())),
            guild_id: Some(guild.id),
            ..Self::new(InviteType::GUILD, code, channel.into())
        }
    }

    /// An invitation to a group DM.
    pub fn to_group_dm(code: impl Into<String>, channel: &Channel) -> Self {
        Self::new(InviteType::GROUP_DM, code, channel.into())
    }

    fn new(kind: InviteType, code: impl Into<String>, channel: InviteChannel) -> Self {
        Self {
            kind,
            code: code.into(),
            guild: None,
            guild_id: None,
            channel,
            inviter: None,
            expires_at: None,
            approximate_member_count: None,
            approximate_presence_count: None,
            uses: None,
            max_uses: None,
            max_age: None,
            temporary: None,
            created_at: None,
        }
    }
}
