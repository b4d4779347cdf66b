//! `/parvis/v1/guard/lists/published`

pub mod get;
pub mod list;
