//! `POST /users/@me/mfa/totp/disable`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::App;
use parvis_app::factors::{self, Proof};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::ApiResult;
use crate::extract::{Json, Person, client_of};

/// A one-time code, or a recovery code.
#[derive(Deserialize)]
pub struct DisableTotp {
    code: String,
}

/// Removes the authenticator app of the caller's account.
pub async fn disable_totp(
    State(app): State<App>,
    Person(caller): Person,
    headers: HeaderMap,
    Json(body): Json<DisableTotp>,
) -> ApiResult<Json<Value>> {
    let proof = Proof::code(&body.code)?;
    let login = factors::disable_totp(&app, &caller, proof, client_of(&headers)).await?;
    Ok(Json(json!({ "token": login.token })))
}
