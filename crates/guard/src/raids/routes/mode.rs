//! `PUT` and `DELETE /parvis/v1/guard/guilds/{guild_id}/raids/mode`

mod delete;
mod put;

pub use delete::delete_raid_mode;
pub use put::put_raid_mode;
