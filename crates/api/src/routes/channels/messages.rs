//! `/channels/{channel_id}/messages`

pub mod ack;
pub mod body;
pub mod bulk_delete;
pub mod create;
pub mod crosspost;
pub mod delete;
pub mod edit;
pub mod get;
pub mod list;
pub mod pins;
pub mod reactions;
pub mod threads;
