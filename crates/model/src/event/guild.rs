//! Payloads about guilds, their channels, roles, members and invitations.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::audit_log::AuditLogEntry;
use crate::channel::Channel;
use crate::emoji::Emoji;
use crate::guild::Guild;
use crate::invite::InviteType;
use crate::lenient::is_false;
use crate::marker::{ChannelMarker, GuildMarker, RoleMarker};
use crate::member::{GuildMember, Member};
use crate::presence::Presence;
use crate::role::Role;
use crate::scheduled_event::ScheduledEvent;
use crate::user::User;
use crate::voice::VoiceState;
use crate::{Field, Id, Timestamp};

/// A guild with all that is in it and visible to the receiver.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GuildCreate {
    /// The guild.
    #[serde(flatten)]
    pub guild: Guild,
    /// When the receiver joined.
    pub joined_at: Timestamp,
    /// Whether members who are offline are left out.
    pub large: bool,
    /// Whether the guild cannot be reached for now. Sent only when true.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unavailable: bool,
    /// All members.
    pub member_count: u32,
    /// Who is in voice channels.
    pub voice_states: Vec<VoiceState>,
    /// Members, as far as the receiver gets them.
    pub members: Vec<Member>,
    /// Channels that the receiver may view, without threads.
    pub channels: Vec<Channel>,
    /// Active threads that the receiver may view.
    pub threads: Vec<Channel>,
    /// Who is there, as far as the receiver gets it.
    pub presences: Vec<Presence>,
    /// Stages that are live.
    pub stage_instances: Vec<Value>,
    /// Events to come.
    pub guild_scheduled_events: Vec<ScheduledEvent>,
    /// Sounds of the guild.
    pub soundboard_sounds: Vec<Value>,
}

impl GuildCreate {
    /// The guild with nothing in it yet.
    pub const fn new(guild: Guild, joined_at: Timestamp, member_count: u32) -> Self {
        Self {
            guild,
            joined_at,
            large: false,
            unavailable: false,
            member_count,
            voice_states: Vec::new(),
            members: Vec::new(),
            channels: Vec::new(),
            threads: Vec::new(),
            presences: Vec::new(),
            stage_instances: Vec::new(),
            guild_scheduled_events: Vec::new(),
            soundboard_sounds: Vec::new(),
        }
    }
}

/// A role that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleCreate {
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// The role.
    pub role: Role,
}

/// A role that changed, in the shape of [`RoleCreate`].
pub type RoleUpdate = RoleCreate;

/// A role that was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleDelete {
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// The role.
    pub role_id: Id<RoleMarker>,
}

/// A member who joined.
pub type MemberAdd = GuildMember;

/// A member who changed.
pub type MemberUpdate = GuildMember;

/// A member who left or was removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRemove {
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// The account.
    pub user: User,
}

/// Somebody who was banned.
pub type BanAdd = MemberRemove;

/// Somebody whose ban was lifted.
pub type BanRemove = MemberRemove;

/// Part of the answer to a request for members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MembersChunk {
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// At most 1,000 members.
    pub members: Vec<Member>,
    /// Number of this part, from 0.
    pub chunk_index: u32,
    /// Number of parts, at least 1.
    pub chunk_count: u32,
    /// Ids that were asked for and are no members, as they were sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_found: Vec<Value>,
    /// Their presences, if the receiver asked for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presences: Option<Vec<Presence>>,
    /// What the receiver made up to recognise the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
}

/// A message was pinned or unpinned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelPinsUpdate {
    /// The guild; absent for direct conversations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
    /// The channel.
    pub channel_id: Id<ChannelMarker>,
    /// When a message was last pinned; null if nothing is pinned.
    #[serde(default)]
    pub last_pin_timestamp: Option<Timestamp>,
}

/// Somebody who came into or left a group DM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelRecipient {
    /// The group DM.
    pub channel_id: Id<ChannelMarker>,
    /// The account.
    pub user: User,
}

/// All emojis of a guild, after one of them changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmojisUpdate {
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// All that it has now.
    pub emojis: Vec<Emoji>,
}

/// An entry of the audit log as it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditLogEntryCreate {
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// The entry.
    #[serde(flatten)]
    pub entry: AuditLogEntry,
}

/// An invitation that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteCreate {
    /// Where it leads.
    #[serde(rename = "type")]
    pub kind: InviteType,
    /// Its channel.
    pub channel_id: Id<ChannelMarker>,
    /// Its code.
    pub code: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Its guild; absent for group DMs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inviter: Option<Box<User>>,
    /// Its life in seconds; 0 is for ever.
    pub max_age: u32,
    /// How often it can be used; 0 is no limit.
    pub max_uses: u32,
    /// Whether its guests go when they disconnect without having got a role.
    pub temporary: bool,
    /// How often it was used: 0.
    pub uses: u32,
    /// When it ends; null is never.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub expires_at: Field<Timestamp>,
}

/// An invitation that was deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteDelete {
    /// Its channel.
    pub channel_id: Id<ChannelMarker>,
    /// Its guild; absent for group DMs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<GuildMarker>>,
    /// Its code.
    pub code: String,
}

/// Webhooks of a channel came, changed or went; which, a list tells those who may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhooksUpdate {
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// The channel.
    pub channel_id: Id<ChannelMarker>,
}
