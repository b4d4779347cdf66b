//! `/users/@me/settings`

pub mod edit;
pub mod get;
