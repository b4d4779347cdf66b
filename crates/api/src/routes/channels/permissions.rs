//! `/channels/{channel_id}/permissions`

pub mod delete;
pub mod put;
