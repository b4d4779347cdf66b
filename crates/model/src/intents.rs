//! Which events a bot wants.

use crate::open::flags;

flags! {
    /// Groups of events that a bot asked for when it identified.
    Intents(u32) {
        GUILDS = 0, GUILD_MEMBERS = 1, GUILD_MODERATION = 2, GUILD_EXPRESSIONS = 3, GUILD_INTEGRATIONS = 4,
        GUILD_WEBHOOKS = 5, GUILD_INVITES = 6, GUILD_VOICE_STATES = 7, GUILD_PRESENCES = 8, GUILD_MESSAGES = 9,
        GUILD_MESSAGE_REACTIONS = 10, GUILD_MESSAGE_TYPING = 11, DIRECT_MESSAGES = 12, DIRECT_MESSAGE_REACTIONS = 13,
        DIRECT_MESSAGE_TYPING = 14, MESSAGE_CONTENT = 15, GUILD_SCHEDULED_EVENTS = 16,
        AUTO_MODERATION_CONFIGURATION = 20, AUTO_MODERATION_EXECUTION = 21, GUILD_MESSAGE_POLLS = 24,
        DIRECT_MESSAGE_POLLS = 25,
    }
}

impl Intents {
    /// Those that the application's owner must switch on first.
    pub const PRIVILEGED: Self =
        Self::GUILD_MEMBERS.union(Self::GUILD_PRESENCES).union(Self::MESSAGE_CONTENT);

    /// The set, unless a bit is not an intent at all (close code 4013).
    pub const fn from_wire(bits: u64) -> Option<Self> {
        if bits & !(Self::ALL.0 as u64) == 0 { Some(Self(bits as u32)) } else { None }
    }
}
