//! `/parvis/v1/guard/policies/{policy_id}/samples`

pub mod list;
pub mod put;
