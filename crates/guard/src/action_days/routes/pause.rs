//! `/parvis/v1/guard/action-days/{action_day_id}/pause`

pub mod delete;
pub mod put;
