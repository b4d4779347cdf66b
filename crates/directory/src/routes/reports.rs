//! `/parvis/v1/directory/reports`

pub mod edit;
pub mod list;
