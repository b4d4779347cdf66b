//! `/guilds/{guild_id}/bans`

pub mod create;
pub mod delete;
pub mod get;
pub mod list;
pub mod search;
