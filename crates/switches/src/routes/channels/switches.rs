//! `/parvis/v1/channels/{channel_id}/switches`

pub mod edit;
pub mod get;
