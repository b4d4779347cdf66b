//! `/channels/{channel_id}/messages`

mod attachments;
mod bulk_delete;
mod components;
mod create;
mod edit;
mod forward;
mod list;
mod pins;
mod reactions;
mod threads;
