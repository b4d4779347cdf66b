//! `/parvis/v1/guard/cases/{case_id}/claim`

pub mod delete;
pub mod put;
