//! `/guilds/{guild_id}/channels`

pub mod create;
pub mod list;
pub mod reorder;
