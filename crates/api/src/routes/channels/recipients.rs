//! `/channels/{channel_id}/recipients`

pub mod delete;
pub mod put;
