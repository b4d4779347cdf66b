//! Guilds: the whole, and the shorter views of them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::emoji::{Emoji, Sticker};
use crate::lenient::is_false;
use crate::marker::{ApplicationMarker, ChannelMarker, GuildMarker, UserMarker};
use crate::open::{flags, numbers};
use crate::role::Role;
use crate::{Id, Permissions, Timestamp};

numbers! {
    /// What an account needs before it may write.
    VerificationLevel(u8) { NONE = 0, LOW = 1, MEDIUM = 2, HIGH = 3, VERY_HIGH = 4 }
}
numbers! {
    /// Which messages notify members who set nothing themselves.
    DefaultMessageNotifications(u8) { ALL_MESSAGES = 0, ONLY_MENTIONS = 1 }
}
numbers! {
    /// Whose media are screened for explicit content.
    ExplicitContentFilter(u8) { DISABLED = 0, MEMBERS_WITHOUT_ROLES = 1, ALL_MEMBERS = 2 }
}
numbers! {
    /// Whether moderators need a second factor.
    MfaLevel(u8) { NONE = 0, ELEVATED = 1 }
}
numbers! {
    /// Age rating of a guild.
    NsfwLevel(u8) { DEFAULT = 0, EXPLICIT = 1, SAFE = 2, AGE_RESTRICTED = 3 }
}
numbers! {
    /// Boost tier; here always none.
    PremiumTier(u8) { NONE = 0, TIER_1 = 1, TIER_2 = 2, TIER_3 = 3 }
}
flags! {
    /// Which messages the server itself does not post in the system channel.
    SystemChannelFlags(u32) {
        SUPPRESS_JOIN_NOTIFICATIONS = 0, SUPPRESS_PREMIUM_SUBSCRIPTIONS = 1,
        SUPPRESS_GUILD_REMINDER_NOTIFICATIONS = 2, SUPPRESS_JOIN_NOTIFICATION_REPLIES = 3,
        SUPPRESS_ROLE_SUBSCRIPTION_PURCHASE_NOTIFICATIONS = 4,
        SUPPRESS_ROLE_SUBSCRIPTION_PURCHASE_NOTIFICATION_REPLIES = 5,
    }
}

/// Something that a guild can do, by name. Unknown names survive.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GuildFeature(pub Cow<'static, str>);

impl GuildFeature {
    /// Has rules, an updates channel and the community screens.
    pub const COMMUNITY: Self = Self(Cow::Borrowed("COMMUNITY"));
    /// Can be found in the directory.
    pub const DISCOVERABLE: Self = Self(Cow::Borrowed("DISCOVERABLE"));
    /// Nobody can join for now.
    pub const INVITES_DISABLED: Self = Self(Cow::Borrowed("INVITES_DISABLED"));
    /// Has announcement channels.
    pub const NEWS: Self = Self(Cow::Borrowed("NEWS"));
    /// New members pass a screening.
    pub const MEMBER_VERIFICATION_GATE_ENABLED: Self =
        Self(Cow::Borrowed("MEMBER_VERIFICATION_GATE_ENABLED"));
    /// Can be looked at before joining.
    pub const PREVIEW_ENABLED: Self = Self(Cow::Borrowed("PREVIEW_ENABLED"));
    /// Roles may have pictures.
    pub const ROLE_ICONS: Self = Self(Cow::Borrowed("ROLE_ICONS"));
    /// May have an invitation of its own choice.
    pub const VANITY_URL: Self = Self(Cow::Borrowed("VANITY_URL"));
    /// Shows a welcome screen.
    pub const WELCOME_SCREEN_ENABLED: Self = Self(Cow::Borrowed("WELCOME_SCREEN_ENABLED"));
    /// Asks newcomers.
    pub const GUILD_ONBOARDING: Self = Self(Cow::Borrowed("GUILD_ONBOARDING"));
    /// Has automatic moderation.
    pub const AUTO_MODERATION: Self = Self(Cow::Borrowed("AUTO_MODERATION"));
}

/// Measures against a raid, by their end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentsData {
    /// Until when nobody can join.
    pub invites_disabled_until: Option<Timestamp>,
    /// Until when members cannot write to each other.
    pub dms_disabled_until: Option<Timestamp>,
}

/// A guild as REST sends it (`GuildResponse`, `GuildWithCountsResponse`) and as `GUILD_CREATE` begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guild {
    /// The guild.
    pub id: Id<GuildMarker>,
    /// Its name.
    pub name: String,
    /// Hash of its picture.
    pub icon: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Hash of the picture on top of its guide.
    #[serde(default)]
    pub home_header: Option<String>,
    /// Hash of the picture behind its invitations.
    pub splash: Option<String>,
    /// Hash of its picture in the directory.
    pub discovery_splash: Option<String>,
    /// What it can do.
    pub features: Vec<GuildFeature>,
    /// Hash of the picture on top of its channel list.
    pub banner: Option<String>,
    /// Who owns it.
    pub owner_id: Id<UserMarker>,
    /// The application that made it.
    pub application_id: Option<Id<ApplicationMarker>>,
    /// Voice region, kept for old clients.
    #[serde(default)]
    pub region: String,
    /// Where members without movement go.
    pub afk_channel_id: Option<Id<ChannelMarker>>,
    /// After how many seconds they go there: 60, 300, 900, 1800 or 3600.
    pub afk_timeout: u32,
    /// Where the server greets new members.
    pub system_channel_id: Option<Id<ChannelMarker>>,
    /// Which of those messages are not posted.
    pub system_channel_flags: SystemChannelFlags,
    /// Whether the public widget is on.
    #[serde(default)]
    pub widget_enabled: bool,
    /// Where the widget's invitations lead.
    #[serde(default)]
    pub widget_channel_id: Option<Id<ChannelMarker>>,
    /// What an account needs before it may write.
    pub verification_level: VerificationLevel,
    /// All roles.
    pub roles: Vec<Role>,
    /// Which messages notify by default.
    pub default_message_notifications: DefaultMessageNotifications,
    /// Whether moderators need a second factor.
    pub mfa_level: MfaLevel,
    /// Whose media are screened.
    pub explicit_content_filter: ExplicitContentFilter,
    /// Null is the server's own limit.
    #[serde(default)]
    pub max_presences: Option<u32>,
    /// Most members.
    #[serde(default)]
    pub max_members: u32,
    /// Most people with video on a stage.
    #[serde(default)]
    pub max_stage_video_channel_users: u32,
    /// Most people with video in a voice channel.
    #[serde(default)]
    pub max_video_channel_users: u32,
    /// Code of the invitation that it chose itself.
    pub vanity_url_code: Option<String>,
    /// Always [`PremiumTier::NONE`] here.
    pub premium_tier: PremiumTier,
    /// Always 0 here.
    #[serde(default)]
    pub premium_subscription_count: u32,
    /// Language of the guild, for example `en-US`.
    pub preferred_locale: String,
    /// Where the rules stand.
    pub rules_channel_id: Option<Id<ChannelMarker>>,
    /// Where moderators read alerts.
    #[serde(default)]
    pub safety_alerts_channel_id: Option<Id<ChannelMarker>>,
    /// Where moderators read news of the platform.
    pub public_updates_channel_id: Option<Id<ChannelMarker>>,
    /// Always false here.
    #[serde(default)]
    pub premium_progress_bar_enabled: bool,
    /// Whether the guild is for adults.
    #[serde(default)]
    pub nsfw: bool,
    /// Age rating.
    pub nsfw_level: NsfwLevel,
    /// Its emojis.
    pub emojis: Vec<Emoji>,
    /// Its stickers.
    #[serde(default)]
    pub stickers: Vec<Sticker>,
    /// Measures against a raid that are in force.
    #[serde(default)]
    pub incidents_data: Option<Box<IncidentsData>>,
    /// Members, where the caller asked for counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approximate_member_count: Option<u32>,
    /// Members who are online, where the caller asked for counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approximate_presence_count: Option<u32>,
}

impl Guild {
    /// A guild with neutral settings and without roles; the caller adds at least [`Role::everyone`].
    pub fn new(id: Id<GuildMarker>, name: impl Into<String>, owner_id: Id<UserMarker>) -> Self {
        Self {
            id,
            name: name.into(),
            icon: None,
            description: None,
            home_header: None,
            splash: None,
            discovery_splash: None,
            features: Vec::new(),
            banner: None,
            owner_id,
            application_id: None,
            region: "deprecated".to_owned(),
            afk_channel_id: None,
            afk_timeout: 300,
            system_channel_id: None,
            system_channel_flags: SystemChannelFlags::NONE,
            widget_enabled: false,
            widget_channel_id: None,
            verification_level: VerificationLevel::NONE,
            roles: Vec::new(),
            default_message_notifications: DefaultMessageNotifications::ALL_MESSAGES,
            mfa_level: MfaLevel::NONE,
            explicit_content_filter: ExplicitContentFilter::DISABLED,
            max_presences: None,
            max_members: 500_000,
            max_stage_video_channel_users: 50,
            max_video_channel_users: 25,
            vanity_url_code: None,
            premium_tier: PremiumTier::NONE,
            premium_subscription_count: 0,
            preferred_locale: "en-US".to_owned(),
            rules_channel_id: None,
            safety_alerts_channel_id: None,
            public_updates_channel_id: None,
            premium_progress_bar_enabled: false,
            nsfw: false,
            nsfw_level: NsfwLevel::DEFAULT,
            emojis: Vec::new(),
            stickers: Vec::new(),
            incidents_data: None,
            approximate_member_count: None,
            approximate_presence_count: None,
        }
    }

    /// Whether the guild can do something.
    pub fn has_feature(&self, feature: &GuildFeature) -> bool {
        self.features.contains(feature)
    }
}

/// A guild of which nothing is known yet, in READY.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnavailableGuild {
    /// The guild.
    pub id: Id<GuildMarker>,
    /// Always true in READY.
    pub unavailable: bool,
}

impl UnavailableGuild {
    /// The guild, to be followed by its `GUILD_CREATE`.
    pub const fn new(id: Id<GuildMarker>) -> Self {
        Self { id, unavailable: true }
    }
}

/// What those who are not members may see of a guild (`GuildPreviewResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuildPreview {
    /// The guild.
    pub id: Id<GuildMarker>,
    /// Its name.
    pub name: String,
    /// Hash of its picture.
    pub icon: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Hash of the picture on top of its guide.
    pub home_header: Option<String>,
    /// Hash of the picture behind its invitations.
    pub splash: Option<String>,
    /// Hash of its picture in the directory.
    pub discovery_splash: Option<String>,
    /// What it can do.
    pub features: Vec<GuildFeature>,
    /// Members.
    pub approximate_member_count: u32,
    /// Members who are online.
    pub approximate_presence_count: u32,
    /// Its emojis.
    pub emojis: Vec<Emoji>,
    /// Its stickers.
    pub stickers: Vec<Sticker>,
}

impl GuildPreview {
    /// The preview of a guild.
    pub fn new(guild: &Guild, member_count: u32, presence_count: u32) -> Self {
        Self {
            id: guild.id,
            name: guild.name.clone(),
            icon: guild.icon.clone(),
            description: guild.description.clone(),
            home_header: guild.home_header.clone(),
            splash: guild.splash.clone(),
            discovery_splash: guild.discovery_splash.clone(),
            features: guild.features.clone(),
            approximate_member_count: member_count,
            approximate_presence_count: presence_count,
            emojis: guild.emojis.clone(),
            stickers: guild.stickers.clone(),
        }
    }
}

/// A guild in the list of the caller's guilds (`MyGuildResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrentUserGuild {
    /// The guild.
    pub id: Id<GuildMarker>,
    /// Its name.
    pub name: String,
    /// Hash of its picture.
    pub icon: Option<String>,
    /// Hash of the picture on top of its channel list.
    pub banner: Option<String>,
    /// Whether the caller owns it.
    pub owner: bool,
    /// The caller's permissions in the whole guild.
    pub permissions: Permissions,
    /// What it can do.
    pub features: Vec<GuildFeature>,
    /// Members, where the caller asked for counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approximate_member_count: Option<u32>,
    /// Members who are online, where the caller asked for counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approximate_presence_count: Option<u32>,
}

/// A guild that went away: the account left it, was removed, or (with `unavailable`) it cannot be reached for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuildDelete {
    /// The guild.
    pub id: Id<GuildMarker>,
    /// Whether the guild will come back. Sent only when true.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unavailable: bool,
}
