#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod commands;
pub mod components;
pub mod content;
pub mod emoji;
pub mod hierarchy;
pub mod interactions;
pub mod limits;
pub mod names;
pub mod permissions;
pub mod quiet_hours;
pub mod rate;
pub mod recurrence;
pub mod validate;
