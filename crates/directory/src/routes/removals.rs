//! `/parvis/v1/directory/removals`

pub mod approve;
pub mod create;
pub mod delete;
pub mod list;
