//! `/users/@me`

mod channels;
mod delete;
mod edit;
mod guilds;
mod mfa;
mod notes;
mod relationships;
mod settings;
