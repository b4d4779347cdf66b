//! Read states of one channel.

pub mod create;
pub mod delete;
