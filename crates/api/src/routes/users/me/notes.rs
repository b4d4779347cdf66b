//! `/users/@me/notes`

pub mod get;
pub mod list;
pub mod put;
