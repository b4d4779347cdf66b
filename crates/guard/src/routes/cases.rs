//! `/parvis/v1/guard/cases`

pub mod claim;
pub mod decision;
pub mod escalation;
pub mod evidence;
pub mod get;
pub mod list;
pub mod next;
pub mod notes;
