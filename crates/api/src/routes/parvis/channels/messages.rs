//! `/parvis/v1/channels/{channel_id}/messages`

pub mod reports;
