//! Acts that restrict somebody, or end that, as a wing's ledger learns of them.

use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{Id, Timestamp};

use crate::Caller;

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A person.
    Person(Id<UserMarker>),
    /// A bot's program.
    Bot(Id<UserMarker>),
    /// A rule that somebody set, and the server by it.
    Rule,
}

impl Actor {
    /// Whoever calls.
    pub fn of(caller: &Caller) -> Self {
        if caller.is_bot { Self::Bot(caller.user_id) } else { Self::Person(caller.user_id) }
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// May not write until then.
    TimedOut {
        /// The end.
        until: Timestamp,
    },
    /// May write again before the end.
    TimeoutEnded,
    /// Was removed, and may come back.
    Kicked,
    /// Was removed, and may not come back.
    Banned {
        /// Seconds before the ban whose messages are deleted.
        delete_message_seconds: u32,
    },
    /// May come back.
    Unbanned,
    /// Messages were deleted by somebody else.
    MessagesDeleted {
        /// Where.
        channel_id: Id<ChannelMarker>,
        /// How many.
        count: usize,
        /// What the first of them said.
        quote: String,
    },
}

/// One act on one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restriction {
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// Who acts.
    pub actor: Actor,
    /// On whom.
    pub user_id: Id<UserMarker>,
    /// What was done.
    pub act: Act,
    /// Why, in the actor's words.
    pub reason: Option<String>,
}
