//! `/parvis/v1/guard/appeals`

pub mod decision;
pub mod list;
