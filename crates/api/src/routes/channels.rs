//! `/channels`

pub mod messages;
