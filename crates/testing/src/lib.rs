#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod answer;
mod person;
mod server;

pub use answer::Answer;
pub use person::Person;
pub use server::TestServer;
