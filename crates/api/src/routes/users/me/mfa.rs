//! `/users/@me/mfa`

pub mod codes;
pub mod totp;
pub mod webauthn;
