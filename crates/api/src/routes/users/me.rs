//! `/users/@me`

pub mod channels;
pub mod connections;
pub mod delete;
pub mod edit;
pub mod get;
pub mod guilds;
pub mod mfa;
pub mod notes;
pub mod relationships;
pub mod scheduled_events;
pub mod settings;
