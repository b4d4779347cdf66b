//! `/users/@me/mfa/webauthn/credentials`

pub mod create;
pub mod delete;
pub mod edit;
pub mod list;

use parvis_rules::limits::{PASSKEY_NAME_CHARS_MAX, chars};
use parvis_rules::{names, validate};

use crate::error::{ApiResult, invalid_fields};

/// A passkey's name as it is kept.
fn passkey_name(text: &str) -> ApiResult<String> {
    let name = names::clean_name(text);
    validate::length("name", chars(&name), 1..=PASSKEY_NAME_CHARS_MAX).map_err(invalid_fields)?;
    Ok(name)
}
