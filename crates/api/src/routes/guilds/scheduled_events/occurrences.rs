//! `/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/{guild_scheduled_event_exception_id}/users`

pub mod delete;
pub mod list;
pub mod put;
