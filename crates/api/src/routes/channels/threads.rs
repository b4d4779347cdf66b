//! `/channels/{channel_id}/threads`

pub mod archived;
pub mod body;
pub mod create;
