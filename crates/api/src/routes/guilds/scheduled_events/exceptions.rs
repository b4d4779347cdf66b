//! `/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions`

pub mod create;
pub mod delete;
pub mod edit;
