#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod admin;
pub mod config;
pub mod connections;
pub mod front;
pub mod house;
mod timed_body;
pub mod wings;

pub use config::Config;
pub use house::House;
