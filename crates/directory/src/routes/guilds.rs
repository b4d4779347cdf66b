//! `/parvis/v1/directory/guilds`

pub mod events;
pub mod groups;
