//! `/guilds`

pub mod ack;
