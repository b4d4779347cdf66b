//! `/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users`

pub mod counts;
pub mod delete;
pub mod list;
pub mod put;
