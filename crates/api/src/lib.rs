//! Door: the HTTP API. Handlers translate and do nothing else; what happens is in `parvis-app`.
//!
//! This crate alone knows HTTP status codes; it must not know SQL or sockets.
#![forbid(unsafe_code)]

pub mod error;
pub mod extract;
pub mod pages;
pub mod path;
pub mod rate;
pub mod router;
mod routes;
