//! `/parvis/v1/directory/groups/dark`

pub mod delete;
pub mod put;
