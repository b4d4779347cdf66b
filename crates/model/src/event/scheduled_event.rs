//! Payloads about what guilds plan.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::marker::{GenericMarker, GuildMarker, ScheduledEventMarker, UserMarker};
use crate::scheduled_event::ScheduledEventResponse;

/// Somebody is interested in an event, or no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduledEventUserChange {
    /// The event.
    pub guild_scheduled_event_id: Id<ScheduledEventMarker>,
    /// The occurrence, if it is about one alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guild_scheduled_event_exception_id: Option<Id<GenericMarker>>,
    /// The account.
    pub user_id: Id<UserMarker>,
    /// The guild.
    pub guild_id: Id<GuildMarker>,
    /// What the account says.
    pub response: ScheduledEventResponse,
}
