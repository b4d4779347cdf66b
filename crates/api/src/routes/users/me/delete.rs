//! `POST /users/@me/delete`

use axum::extract::State;
use parvis_app::factors::Proof;
use parvis_app::{App, accounts};
use parvis_rules::validate::FieldError;
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, NoContent, Person};
use crate::passkeys;

/// Proof that it is really the owner who wants to go: the password, and where a second factor guards the account a
/// code, or what a passkey has signed for a ticket.
#[derive(Deserialize)]
pub struct DeleteAccount {
    password: Option<String>,
    code: Option<String>,
    ticket: Option<String>,
    credential: Option<String>,
}

impl DeleteAccount {
    fn proof(&self, app: &App) -> ApiResult<Option<Proof>> {
        if let Some(code) = &self.code {
            return Ok(Some(Proof::code(code)?));
        }
        let Some(ticket) = &self.ticket else { return Ok(None) };
        let credential = self.credential.as_ref();
        let credential = credential.ok_or_else(|| invalid_fields(FieldError::required("credential")))?;
        Ok(Some(Proof::passkey(app, ticket, passkeys::assertion("credential", credential)?)?))
    }
}

/// Deletes the caller's account for good.
pub async fn delete_account(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<DeleteAccount>,
) -> ApiResult<NoContent> {
    let proof = body.proof(&app)?;
    accounts::delete(&app, &caller, body.password, proof).await?;
    Ok(NoContent)
}
