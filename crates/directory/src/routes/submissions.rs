//! `/parvis/v1/directory/submissions`

pub mod create;
pub mod decision;
pub mod get;
pub mod list;
