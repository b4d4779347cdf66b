//! `/parvis/v1/users/@me`

mod export;
