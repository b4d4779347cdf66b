//! `/users/@me`

mod delete;
mod edit;
