//! `/parvis/v1/directory/guilds`

pub mod groups;
