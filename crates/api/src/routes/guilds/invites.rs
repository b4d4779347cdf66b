//! `/guilds/{guild_id}/invites`

pub mod list;
