//! `/users/@me/guilds`

pub mod list;
