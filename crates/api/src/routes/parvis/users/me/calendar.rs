//! `/parvis/v1/users/@me/calendar`

pub mod delete;
pub mod get;
pub mod put;
