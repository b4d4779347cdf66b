//! `/parvis/v1/guard/reports`

pub mod appeal;
pub mod create;
pub mod list;
