//! `/channels/{channel_id}/invites`

pub mod create;
pub mod list;
