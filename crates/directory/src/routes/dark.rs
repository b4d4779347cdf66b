//! `/parvis/v1/directory/dark`

pub mod delete;
pub mod put;
