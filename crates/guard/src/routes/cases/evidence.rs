//! `/parvis/v1/guard/cases/{case_id}/evidence`

pub mod list;
pub mod open;
