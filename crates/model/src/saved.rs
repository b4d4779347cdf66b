//! Messages that somebody keeps for later, in our own words.

use serde::{Deserialize, Serialize};

use crate::marker::GuildMarker;
use crate::message::Message;
use crate::{Id, Timestamp};

/// One saved message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavedMessage {
    /// When it was saved.
    pub saved_at: Timestamp,
    /// The guild in which it stands; null in a private conversation.
    pub guild_id: Option<Id<GuildMarker>>,
    /// The message as it is now.
    pub message: Message,
}

/// A page of saved messages, last saved first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavedMessages {
    /// Those that may still be read.
    pub items: Vec<SavedMessage>,
    /// Whether there are more.
    pub has_more: bool,
}
