//! `/parvis/v1/guard/policies/held`

pub mod decide;
pub mod list;
