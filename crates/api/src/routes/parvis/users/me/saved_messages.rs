//! `/parvis/v1/users/@me/saved-messages`

pub mod delete;
pub mod list;
pub mod put;
