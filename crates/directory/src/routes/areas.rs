//! `/parvis/v1/directory/areas`

pub mod create;
pub mod dark;
pub mod delete;
pub mod edit;
pub mod feed;
pub mod get;
pub mod groups;
pub mod import;
pub mod list;
