//! `/applications/{application_id}/commands`

pub mod body;
pub mod create;
pub mod delete;
pub mod edit;
pub mod get;
pub mod list;
pub mod overwrite;
