//! `/auth/mfa`

pub mod backup;
pub mod totp;
pub mod webauthn;

use serde::Deserialize;

/// What the second step of a login shows.
#[derive(Deserialize)]
pub struct SecondStep {
    ticket: String,
    code: String,
}
