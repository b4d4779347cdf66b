//! `/applications`

mod body;
pub mod bot;
pub mod create;
pub mod delete;
pub mod edit;
pub mod get;
pub mod list;
pub mod me;
