//! `/guilds/{guild_id}/members`

pub mod edit;
pub mod edit_me;
pub mod edit_my_nick;
pub mod get;
pub mod kick;
pub mod list;
pub mod roles;
pub mod search;
