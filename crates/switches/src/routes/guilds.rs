//! `/parvis/v1/guilds`

pub mod switches;
