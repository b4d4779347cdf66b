//! `/guilds/{guild_id}/emojis`

pub mod body;
pub mod create;
pub mod delete;
pub mod edit;
pub mod get;
pub mod list;
