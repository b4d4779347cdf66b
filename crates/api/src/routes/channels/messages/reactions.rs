//! `/channels/{channel_id}/messages/{message_id}/reactions`

pub mod delete_all;
pub mod delete_emoji;
pub mod delete_of_user;
pub mod delete_own;
pub mod list;
pub mod put;
