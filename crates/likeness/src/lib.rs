#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod bank;
pub mod file;
pub mod image;
pub mod names;
pub mod text;
pub mod video;
