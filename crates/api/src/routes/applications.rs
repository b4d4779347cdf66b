//! `/applications`

mod body;
pub mod bot;
pub mod commands;
pub mod create;
pub mod delete;
pub mod edit;
pub mod emojis;
pub mod get;
pub mod guilds;
pub mod list;
pub mod me;
pub mod reset;
