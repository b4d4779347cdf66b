//! `/parvis/v1/guard/decisions`

pub mod list;
pub mod undo;
