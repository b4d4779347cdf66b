//! `/parvis/v1/guard/lists/{list_id}/proposal`

pub mod get;
pub mod open;
