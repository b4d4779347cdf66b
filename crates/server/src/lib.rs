#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod admin;
pub mod cli;
pub mod config;
pub mod connections;
mod demo;
pub mod front;
pub mod house;
mod terminal;
mod timed_body;
pub mod wings;

pub use config::Config;
pub use house::House;
