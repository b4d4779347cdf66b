//! `/guilds/{guild_id}/threads`

pub mod active;
