//! `/users/@me/scheduled-events`

pub mod list;
