//! `/parvis/v1/users/@me/export`

pub mod create;
pub mod get;
