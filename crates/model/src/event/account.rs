//! Payloads that only the sessions of one user account get.

use serde::{Deserialize, Serialize};

use crate::account::RelationshipType;
use crate::marker::{ChannelMarker, MessageMarker, UserMarker};
use crate::{Id, Timestamp};

/// How far the receiver has read in a channel, said by another of its sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageAck {
    /// The channel.
    pub channel_id: Id<ChannelMarker>,
    /// The last message that was read; null if the whole channel is unread again.
    pub message_id: Option<Id<MessageMarker>>,
    /// Unread messages that mention the account.
    pub mention_count: u32,
    /// Unread messages.
    pub unread_count: u32,
    /// Whether a person marked it as unread, or forgot what was read: it may have gone back.
    #[serde(default)]
    pub manual: bool,
    /// Grows with each change.
    #[serde(default)]
    pub version: u64,
}

/// What the receiver wrote down about another account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteUpdate {
    /// About whom.
    pub id: Id<UserMarker>,
    /// The text; empty if it was deleted.
    pub note: String,
}

/// A relationship that ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationshipRemove {
    /// The other account.
    pub id: Id<UserMarker>,
    /// What it was.
    #[serde(rename = "type")]
    pub kind: RelationshipType,
}

/// The receiver saved a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedMessageCreate {
    /// Its channel.
    pub channel_id: Id<ChannelMarker>,
    /// The message.
    pub message_id: Id<MessageMarker>,
    /// When.
    pub saved_at: Timestamp,
}

/// The receiver saves a message no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedMessageDelete {
    /// Its channel.
    pub channel_id: Id<ChannelMarker>,
    /// The message.
    pub message_id: Id<MessageMarker>,
}
