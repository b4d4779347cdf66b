//! `/applications/{application_id}/guilds/{guild_id}/commands/permissions`, and those of one command.

pub mod get;
pub mod list;
pub mod put;
