//! `/users/@me/channels`

pub mod create;
pub mod list;
