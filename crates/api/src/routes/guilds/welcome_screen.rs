//! `/guilds/{guild_id}/welcome-screen`

pub mod edit;
pub mod get;
