//! `/channels`

pub mod invites;
pub mod messages;
