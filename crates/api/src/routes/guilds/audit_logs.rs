//! `/guilds/{guild_id}/audit-logs`

pub mod list;
