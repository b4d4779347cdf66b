//! One module per route, at the path that mirrors its URL.

mod applications;
mod auth;
mod channels;
mod gateway;
mod guilds;
mod interactions;
mod invites;
mod oauth2;
pub(crate) mod parvis;
mod read_states;
mod users;
mod webhooks;
