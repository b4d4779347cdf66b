//! `/applications/{application_id}/guilds`

pub mod commands;
