//! `POST /users/@me/delete`

use axum::extract::State;
use parvis_app::{App, accounts};
use serde::Deserialize;

use crate::error::ApiResult;
use crate::extract::{Json, NoContent, Person};
use crate::proof;

/// Proof that it is really the owner who wants to go: the password, and where a second factor guards the account a
/// code, or what a passkey has signed for a ticket.
#[derive(Deserialize)]
pub struct DeleteAccount {
    password: Option<String>,
    code: Option<String>,
    ticket: Option<String>,
    credential: Option<String>,
}

/// Deletes the caller's account for good.
pub async fn delete_account(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<DeleteAccount>,
) -> ApiResult<NoContent> {
    let proof = proof::shown(&app, body.code.as_deref(), body.ticket.as_deref(), body.credential.as_deref())?;
    accounts::delete(&app, &caller, body.password, proof).await?;
    Ok(NoContent)
}
