//! `/parvis/v1/users/@me/reports`

pub mod list;
