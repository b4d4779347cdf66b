//! `/channels`

pub mod application_command_index;
pub mod attachments;
pub mod delete;
pub mod edit;
pub mod followers;
pub mod get;
pub mod invites;
pub mod messages;
pub mod permissions;
pub mod pins;
pub mod recipients;
pub mod thread_members;
pub mod threads;
pub mod typing;
pub mod webhooks;
