//! One endpoint per file; path and file name mirror the URL and the verb. `router.rs` lists them all.

pub mod applications;
pub mod attachments;
pub mod auth;
pub mod calendar;
pub mod channels;
pub mod exports;
pub mod gateway;
pub mod guilds;
pub mod interactions;
pub mod invites;
pub mod oauth2;
pub mod parvis;
pub mod read_states;
pub mod stock;
pub mod users;
pub mod webhooks;
