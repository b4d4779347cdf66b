//! What travels on the gateway beside events: operation codes, close codes, and what clients send.

mod close;
mod command;
mod subscription;

pub use close::CloseCode;
pub use command::{
    Command, CommandError, ConnectionProperties, Identify, PresenceCommand, RequestMembers, Resume,
    VoiceStateCommand,
};
pub use subscription::{BulkSubscriptions, GuildSubscription, Wants};

use serde::{Deserialize, Serialize};

use crate::open::numbers;

numbers! {
    /// Operation code of a gateway message.
    Opcode(u8) {
        DISPATCH = 0, HEARTBEAT = 1, IDENTIFY = 2, PRESENCE_UPDATE = 3, VOICE_STATE_UPDATE = 4, RESUME = 6,
        RECONNECT = 7, REQUEST_GUILD_MEMBERS = 8, INVALID_SESSION = 9, HELLO = 10, HEARTBEAT_ACK = 11,
        GUILD_SUBSCRIPTIONS = 14, REQUEST_SOUNDBOARD_SOUNDS = 31, GUILD_SUBSCRIPTIONS_BULK = 37,
        QOS_HEARTBEAT = 40,
    }
}

impl Opcode {
    /// Whether only clients of people send it and nothing here depends on it.
    pub const fn is_of_people_only(self) -> bool {
        matches!(self.0, 13 | 18..=22 | 24 | 28 | 34 | 36 | 38 | 39 | 41 | 43)
    }
}

/// The first message of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// Milliseconds between two heartbeats.
    pub heartbeat_interval: u32,
}
