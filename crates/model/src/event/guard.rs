//! Payloads about cases and decisions. What they say is told to whoever asks for it.

use serde::{Deserialize, Serialize};

use crate::guard::{CaseState, OrderState};
use crate::marker::{CaseMarker, GuildMarker, OrderMarker, StatementMarker};
use crate::{Id, Timestamp};

/// A case that came, or that came further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseChange {
    /// The case.
    pub id: Id<CaseMarker>,
    /// The guild in which it happened; null for a private conversation and for whole accounts.
    pub guild_id: Option<Id<GuildMarker>>,
    /// How far it has come.
    pub state: CaseState,
    /// Whether it should not wait.
    pub urgent: bool,
}

/// What holds of a raid on a guild now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaidChange {
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// Whether more join than usual.
    pub ringing: bool,
    /// Whether raid mode is on.
    pub mode: bool,
    /// How many newcomers are held back.
    pub held: u32,
}

/// A statement of reasons that came for the receiver, or that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementChange {
    /// The statement.
    pub id: Id<StatementMarker>,
}

/// An order of an authority that came, or that came further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderChange {
    /// The order.
    pub id: Id<OrderMarker>,
    /// How far it has come.
    pub state: OrderState,
    /// When its hour is over; null while no clock runs.
    pub due_at: Option<Timestamp>,
    /// Whether the receivers are called: somebody has to act now.
    pub call: bool,
}
