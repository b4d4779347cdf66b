//! `/webhooks/{webhook_id}/{webhook_token}`: for whoever knows the secret, with no account or with any.

pub mod delete;
pub mod edit;
pub mod get;
