//! `/users`

pub mod get;
pub mod me;
pub mod profile;
