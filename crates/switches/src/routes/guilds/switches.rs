//! `/parvis/v1/guilds/{guild_id}/switches`

pub mod log;
