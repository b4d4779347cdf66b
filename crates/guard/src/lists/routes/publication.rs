//! `/parvis/v1/guard/lists/{list_id}/publication`

pub mod delete;
pub mod put;
