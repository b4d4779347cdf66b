//! `POST /users/@me/delete`

use axum::extract::State;
use parvis_app::{App, accounts};
use serde::Deserialize;

use crate::error::ApiResult;
use crate::extract::{Json, NoContent, Person};

/// Proof that it is really the owner who wants to go.
#[derive(Debug, Deserialize)]
pub struct DeleteAccount {
    password: Option<String>,
}

/// Deletes the caller's account for good.
pub async fn delete_account(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<DeleteAccount>,
) -> ApiResult<NoContent> {
    accounts::delete(&app, &caller, body.password).await?;
    Ok(NoContent)
}
