//! `/guilds/{guild_id}/members/{user_id}/roles`

pub mod add;
pub mod remove;
