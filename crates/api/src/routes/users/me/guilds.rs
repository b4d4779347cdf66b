//! `/users/@me/guilds`

pub mod list;
pub mod settings;
