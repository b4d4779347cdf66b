//! `/channels/{channel_id}/webhooks`

pub mod create;
pub mod list;
