//! `/users/@me/mfa/totp`

pub mod disable;
pub mod enable;
