#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod admission;
pub mod connection;
pub mod frame;
mod session;

pub use connection::{Connection, Output, Parameters, Request};
pub use session::{ResumeRefusal, Session, SessionLimits};
