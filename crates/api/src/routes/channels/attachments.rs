//! `/channels/{channel_id}/attachments`

pub mod create;
