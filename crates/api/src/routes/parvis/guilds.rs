//! `/parvis/v1/guilds`

pub mod permissions;
pub mod scheduled_events;
pub mod sheets;
pub mod statistics;
