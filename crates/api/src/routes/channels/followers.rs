//! `/channels/{channel_id}/followers`

pub mod create;
