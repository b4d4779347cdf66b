//! The gateway of a running server, seen from its clients.

mod client;
mod close_codes;
mod compression;
mod members;
mod overload;
mod permissions;
mod resume;
mod square;
mod start;
