//! `/users/@me/mfa/webauthn`

pub mod credentials;
