//! `/parvis/v1/directory/areas/dark`

pub mod delete;
pub mod put;
