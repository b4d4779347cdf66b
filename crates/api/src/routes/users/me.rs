//! `/users/@me`

pub mod connections;
pub mod delete;
pub mod edit;
pub mod get;
pub mod guilds;
