//! `/parvis/v1`: what belongs to this program and to no other.

pub mod guilds;
pub mod instance;
pub mod invites;
pub mod openapi;
pub mod users;
