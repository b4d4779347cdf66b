//! The words of Parvis: ids, the platform's objects and events, as they travel on the wire.
//!
//! This crate must not know HTTP, sockets, SQL, tasks or clocks: it depends on serde and nothing else.
#![forbid(unsafe_code)]

mod field;
mod id;
mod permissions;
mod timestamp;

pub use field::Field;
pub use id::{Id, marker};
pub use permissions::Permissions;
pub use timestamp::Timestamp;
