//! `/parvis/v1/users/@me`

pub mod security;
