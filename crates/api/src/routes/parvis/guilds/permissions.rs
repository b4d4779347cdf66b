//! `/parvis/v1/guilds/{guild_id}/permissions`

pub mod get;
