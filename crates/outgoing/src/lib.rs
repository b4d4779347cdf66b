#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod address;
mod client;
mod error;
mod exchange;
mod names;
mod settings;
mod slots;
mod target;
mod tls;

pub use address::is_public;
pub use client::{Answer, Caps, Client, REDIRECTS_MAX, Request};
pub use error::Error;
pub use hyper::{HeaderMap, Method, StatusCode, header};
pub use names::{Looked, Names};
pub use settings::{Roots, Settings};
