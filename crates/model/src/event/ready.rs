//! The first event of a session, for bots and for people.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::account::{GatewaySession, GuildNotificationSettings, ReadState, Relationship, UserSettings};
use crate::application::PartialApplication;
use crate::channel::Channel;
use crate::event::guild::GuildCreate;
use crate::guild::UnavailableGuild;
use crate::marker::UserMarker;
use crate::presence::Presence;
use crate::user::CurrentUser;

/// READY of a bot: its guilds follow one by one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ready {
    /// Version of the gateway: 9 or 10.
    pub v: u8,
    /// The bot's account.
    pub user: CurrentUser,
    /// Its guilds, each of which follows as `GUILD_CREATE`.
    pub guilds: Vec<UnavailableGuild>,
    /// Name of the session, for RESUME.
    pub session_id: String,
    /// Where to resume.
    pub resume_gateway_url: String,
    /// Number of this shard and of all; absent if the bot named none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<[u32; 2]>,
    /// The bot's application.
    pub application: PartialApplication,
    /// Always empty, but some libraries need the key.
    pub private_channels: Vec<Channel>,
    /// Always empty, but some libraries need the key.
    #[serde(default)]
    pub relationships: Vec<Relationship>,
    /// Always empty, but some libraries need the key.
    #[serde(default)]
    pub presences: Vec<Presence>,
    /// Always `normal`.
    #[serde(default)]
    pub session_type: String,
    /// Always empty, but some libraries need the key.
    #[serde(default)]
    pub guild_join_requests: Vec<serde_json::Value>,
    /// Always empty.
    #[serde(default)]
    pub user_settings: super::Empty,
}

impl Ready {
    /// READY of a bot in no guild.
    pub fn new(
        v: u8,
        user: CurrentUser,
        application: PartialApplication,
        session_id: impl Into<String>,
    ) -> Self {
        Self {
            v,
            user,
            guilds: Vec::new(),
            session_id: session_id.into(),
            resume_gateway_url: String::new(),
            shard: None,
            application,
            private_channels: Vec::new(),
            relationships: Vec::new(),
            presences: Vec::new(),
            session_type: "normal".to_owned(),
            guild_join_requests: Vec::new(),
            user_settings: super::Empty {},
        }
    }
}

/// Read states, whole: `partial` is always false.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReadStateEntries {
    /// One per channel that was ever read or mentions the account.
    pub entries: Vec<ReadState>,
    /// Whether some are left out.
    pub partial: bool,
    /// Grows with each change.
    pub version: u64,
}

/// Notification settings, whole: `partial` is always false.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NotificationEntries {
    /// One per guild that has some.
    pub entries: Vec<GuildNotificationSettings>,
    /// Whether some are left out.
    pub partial: bool,
    /// Grows with each change.
    pub version: u64,
}

/// READY of a person: all that a client needs to draw its first screen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserReady {
    /// Version of the gateway: 9 or 10.
    pub v: u8,
    /// The account.
    pub user: CurrentUser,
    /// Its guilds, each with channels that it may view, its own membership and nobody else's.
    pub guilds: Vec<GuildCreate>,
    /// Name of the session, for RESUME.
    pub session_id: String,
    /// Where to resume.
    pub resume_gateway_url: String,
    /// Its direct conversations.
    pub private_channels: Vec<Channel>,
    /// What it has read.
    pub read_state: ReadStateEntries,
    /// Its settings.
    pub user_settings: UserSettings,
    /// What it wants to hear from which guild.
    pub user_guild_settings: NotificationEntries,
    /// Friends, requests, blocks.
    pub relationships: Vec<Relationship>,
    /// Notes by the account that they are about.
    pub notes: BTreeMap<Id<UserMarker>, String>,
    /// Its open sessions, this one among them.
    pub sessions: Vec<GatewaySession>,
    /// Friends who are there.
    pub presences: Vec<Presence>,
}

impl UserReady {
    /// READY of an account that has nothing yet.
    pub fn new(v: u8, user: CurrentUser, session_id: impl Into<String>) -> Self {
        Self {
            v,
            user,
            guilds: Vec::new(),
            session_id: session_id.into(),
            resume_gateway_url: String::new(),
            private_channels: Vec::new(),
            read_state: ReadStateEntries::default(),
            user_settings: UserSettings::default(),
            user_guild_settings: NotificationEntries::default(),
            relationships: Vec::new(),
            notes: BTreeMap::new(),
            sessions: Vec::new(),
            presences: Vec::new(),
        }
    }
}
