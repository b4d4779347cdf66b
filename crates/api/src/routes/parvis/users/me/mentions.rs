//! `/parvis/v1/users/@me/mentions`

pub mod list;
