//! `/users`

mod get;
mod me;
