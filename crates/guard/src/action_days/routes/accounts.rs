//! `/parvis/v1/guard/action-days/{action_day_id}/clusters/{cluster_id}/accounts`

pub mod list;
pub mod put;
