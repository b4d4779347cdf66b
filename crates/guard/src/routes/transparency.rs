//! `/parvis/v1/guard/transparency`

pub mod get;
pub mod year;
