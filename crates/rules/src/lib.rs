#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod hierarchy;
pub mod limits;
pub mod permissions;
