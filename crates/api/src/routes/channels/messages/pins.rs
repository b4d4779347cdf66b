//! `/channels/{channel_id}/messages/pins`

pub mod delete;
pub mod list;
pub mod put;
