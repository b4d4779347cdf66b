#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod automod;
pub mod fold;
pub mod leaks;
pub mod links;
pub mod policy;
