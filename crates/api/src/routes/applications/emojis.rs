//! `/applications/{application_id}/emojis`

pub mod create;
pub mod delete;
pub mod edit;
pub mod get;
pub mod list;
