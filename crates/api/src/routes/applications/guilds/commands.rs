//! `/applications/{application_id}/guilds/{guild_id}/commands`

pub mod create;
pub mod delete;
pub mod edit;
pub mod get;
pub mod list;
pub mod overwrite;
pub mod permissions;
