//! One endpoint per file; path and file name mirror the URL and the verb. `router.rs` lists them all.

pub mod applications;
pub mod auth;
pub mod channels;
pub mod gateway;
pub mod oauth2;
pub mod users;
