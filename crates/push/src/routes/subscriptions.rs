//! `/parvis/v1/users/@me/push-subscriptions`

pub mod delete;
pub mod delete_current;
pub mod list;
pub mod put;
