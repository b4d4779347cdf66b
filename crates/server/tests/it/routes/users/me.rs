//! `/users/@me`

mod channels;
mod delete;
mod edit;
mod guilds;
pub mod mfa;
mod notes;
mod relationships;
mod settings;
