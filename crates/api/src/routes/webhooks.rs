//! `/webhooks`

pub mod body;
pub mod by_token;
pub mod delete;
pub mod edit;
pub mod execute;
pub mod get;
pub mod github;
pub mod messages;
pub mod slack;
