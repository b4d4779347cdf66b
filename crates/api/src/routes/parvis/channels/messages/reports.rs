//! `/parvis/v1/channels/{channel_id}/messages/{message_id}/reports`

pub mod create;
