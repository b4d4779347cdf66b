//! `/users/@me/guilds`

pub mod leave;
pub mod list;
pub mod member;
pub mod settings;
