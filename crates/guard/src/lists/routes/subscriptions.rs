//! `/parvis/v1/guard/lists/subscriptions`

pub mod create;
pub mod delete;
pub mod edit;
pub mod effect;
pub mod list;
pub mod refresh;
