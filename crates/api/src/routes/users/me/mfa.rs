//! `/users/@me/mfa`

pub mod codes;
pub mod totp;
