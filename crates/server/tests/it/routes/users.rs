//! `/users`

mod get;
pub mod me;
