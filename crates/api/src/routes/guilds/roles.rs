//! `/guilds/{guild_id}/roles`

mod body;
pub mod create;
pub mod delete;
pub mod edit;
pub mod get;
pub mod list;
pub mod member_counts;
pub mod reorder;
