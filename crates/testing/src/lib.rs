//! Dev only: a running server and the people who use it, through the public interface alone.
//!
//! Nobody sleeps here: `TestServer::start` returns when the server is ready, and waiting is for events.
#![forbid(unsafe_code)]

mod answer;
mod person;
mod server;

pub use answer::Answer;
pub use person::Person;
pub use server::TestServer;
