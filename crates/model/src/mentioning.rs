//! Messages that mention somebody, in our own words.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::marker::GuildMarker;
use crate::message::Message;

/// One message that mentions the reader.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MentioningMessage {
    /// The guild in which it stands; null in a private conversation.
    pub guild_id: Option<Id<GuildMarker>>,
    /// The message as it is now.
    pub message: Message,
}

/// A page of them, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MentioningMessages {
    /// Those that may be read.
    pub items: Vec<MentioningMessage>,
    /// Whether there are more.
    pub has_more: bool,
}
