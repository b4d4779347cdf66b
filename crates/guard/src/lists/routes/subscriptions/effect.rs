//! `/parvis/v1/guard/lists/subscriptions/{subscription_id}/effect`

pub mod carry_out;
pub mod get;
