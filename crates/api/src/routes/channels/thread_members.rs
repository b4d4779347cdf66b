//! `/channels/{channel_id}/thread-members`

pub mod add;
pub mod get;
pub mod join;
pub mod leave;
pub mod list;
pub mod remove;
pub mod settings;
