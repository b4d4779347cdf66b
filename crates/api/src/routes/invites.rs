//! `/invites`

pub mod accept;
pub mod delete;
pub mod get;
