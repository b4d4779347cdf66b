#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod address;
mod cells;
mod clean;
pub mod effect;
mod entry;
pub mod export;
pub mod gate;
mod handle;
pub mod intake;
pub mod matching;
pub mod referral;
mod service;
pub mod signed;
mod subject;

pub use entry::{Entry, Evidence, Recommendation, Terms};
pub use handle::{Hints, read_subject};
pub use service::Service;
pub use subject::{Algorithm, ContentHash, Domain, Entity, Form, Handle, Kept, Malformed, Pattern, Subject};
