#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod client;

pub use client::{Client, router};
