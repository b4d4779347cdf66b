#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod answer;
mod authenticator;
mod person;
pub mod schemas;
pub mod seed;
mod server;
mod socket;

pub use answer::Answer;
pub use authenticator::{Authenticator, PRESENT, VERIFIED};
pub use person::Person;
pub use schemas::{Judgement, Schemas};
pub use server::TestServer;
pub use socket::{ALL_INTENTS, Socket, UNPRIVILEGED_INTENTS};
