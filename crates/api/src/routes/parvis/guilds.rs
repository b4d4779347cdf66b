//! `/parvis/v1/guilds`

pub mod permissions;
pub mod reports;
pub mod sheets;
pub mod statistics;
