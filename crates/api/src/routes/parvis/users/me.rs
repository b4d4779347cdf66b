//! `/parvis/v1/users/@me`

pub mod calendar;
pub mod export;
pub mod mentions;
pub mod saved_messages;
pub mod security;
