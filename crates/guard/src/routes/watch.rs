//! `/parvis/v1/guard/watch`

pub mod get;
pub mod put;
