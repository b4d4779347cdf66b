//! `/parvis/v1/guard/policies/lists`

pub mod delete;
pub mod put;
