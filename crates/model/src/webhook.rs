//! Webhooks: addresses by which programs post without an account.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::marker::{ApplicationMarker, ChannelMarker, GuildMarker, WebhookMarker};
use crate::open::numbers;
use crate::user::User;

numbers! {
    /// Kind of a webhook.
    WebhookType(u8) { INCOMING = 1, CHANNEL_FOLLOWER = 2, APPLICATION = 3 }
}

/// A webhook (`GuildIncomingWebhookResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// The webhook.
    pub id: Id<WebhookMarker>,
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: WebhookType,
    /// Its guild.
    #[serde(default)]
    pub guild_id: Option<Id<GuildMarker>>,
    /// Where it posts.
    pub channel_id: Option<Id<ChannelMarker>>,
    /// The name under which it posts.
    pub name: String,
    /// Hash of the avatar with which it posts.
    pub avatar: Option<String>,
    /// The application that made it.
    pub application_id: Option<Id<ApplicationMarker>>,
    /// Who made it; not for those who come by its token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<Box<User>>,
    /// The secret by which it posts; only for those who may manage it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Its whole address; only together with the secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The guild that it follows; only for those who may view the channel there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_guild: Option<Box<WebhookSourceGuild>>,
    /// The channel that it follows; only for those who may view it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_channel: Option<Box<WebhookSourceChannel>>,
}

/// A guild that is followed (`WebhookSourceGuildResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookSourceGuild {
    /// The guild.
    pub id: Id<GuildMarker>,
    /// Its name.
    pub name: String,
    /// Hash of its icon.
    pub icon: Option<String>,
}

/// A channel that is followed (`WebhookSourceChannelResponse`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookSourceChannel {
    /// The channel.
    pub id: Id<ChannelMarker>,
    /// Its name.
    pub name: String,
}

/// A channel that follows another one (`ChannelFollowerResponse`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelFollower {
    /// The channel that is followed.
    pub channel_id: Id<ChannelMarker>,
    /// The webhook that posts its announcements.
    pub webhook_id: Id<WebhookMarker>,
}
