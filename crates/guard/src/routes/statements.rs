//! `/parvis/v1/guard/statements`

pub mod appeal;
pub mod list;
