//! `/parvis/v1/directory/actions`

pub mod get;
pub mod list;
