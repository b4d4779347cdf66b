//! `/guilds/{guild_id}/scheduled-events`

pub mod body;
pub mod create;
pub mod delete;
pub mod edit;
pub mod exceptions;
pub mod get;
pub mod list;
pub mod occurrences;
pub mod users;
