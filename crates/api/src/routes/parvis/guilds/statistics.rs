//! `/parvis/v1/guilds/{guild_id}/statistics`

pub mod get;
