//! `/guilds/{guild_id}/onboarding`

mod body;
pub mod get;
pub mod put;
