//! `/parvis/v1/directory/requests`

pub mod delete;
pub mod get;
