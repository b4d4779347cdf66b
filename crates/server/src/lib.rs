//! The house itself: configuration, wiring, the accept loop and shutdown.
//!
//! This crate alone reads the environment, opens listening sockets and decides which wings are mounted.
#![forbid(unsafe_code)]

pub mod admin;
pub mod config;
pub mod connections;
pub mod front;
pub mod house;
pub mod wings;

pub use config::Config;
pub use house::House;
