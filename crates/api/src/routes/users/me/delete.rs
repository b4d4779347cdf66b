//! `POST /users/@me/delete`

use axum::extract::State;
use parvis_app::factors::Proof;
use parvis_app::{App, accounts};
use serde::Deserialize;

use crate::error::ApiResult;
use crate::extract::{Json, NoContent, Person};

/// Proof that it is really the owner who wants to go.
#[derive(Deserialize)]
pub struct DeleteAccount {
    password: Option<String>,
    code: Option<String>,
}

/// Deletes the caller's account for good.
pub async fn delete_account(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<DeleteAccount>,
) -> ApiResult<NoContent> {
    let proof = body.code.as_deref().map(Proof::code).transpose()?;
    accounts::delete(&app, &caller, body.password, proof).await?;
    Ok(NoContent)
}
