//! `/parvis/v1/guilds/{guild_id}/switches/log`

pub mod list;
pub mod undo;
