//! `/guilds/{guild_id}/webhooks`

pub mod list;
