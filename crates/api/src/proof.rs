//! What a body shows of a second factor beside the password.

use parvis_app::App;
use parvis_app::factors::Proof;
use parvis_rules::validate::FieldError;

use crate::error::{ApiResult, invalid_fields};
use crate::passkeys;

/// A code of either kind, or what a passkey has signed for a ticket; none where nothing is shown.
pub(crate) fn shown(
    app: &App,
    code: Option<&str>,
    ticket: Option<&str>,
    credential: Option<&str>,
) -> ApiResult<Option<Proof>> {
    if let Some(code) = code {
        return Ok(Some(Proof::code(code)?));
    }
    let Some(ticket) = ticket else { return Ok(None) };
    let credential = credential.ok_or_else(|| invalid_fields(FieldError::required("credential")))?;
    Ok(Some(Proof::passkey(app, ticket, passkeys::assertion("credential", credential)?)?))
}
