//! `/parvis/v1/guilds`

pub mod reports;
pub mod statistics;
