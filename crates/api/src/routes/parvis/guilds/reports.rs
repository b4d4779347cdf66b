//! `/parvis/v1/guilds/{guild_id}/reports`

pub mod edit;
pub mod list;
