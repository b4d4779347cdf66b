//! `/users/@me`

mod channels;
mod delete;
mod edit;
mod guilds;
mod notes;
mod relationships;
mod settings;
