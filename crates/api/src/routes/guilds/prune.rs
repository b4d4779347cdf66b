//! `/guilds/{guild_id}/prune`

pub mod body;
pub mod create;
pub mod get;
