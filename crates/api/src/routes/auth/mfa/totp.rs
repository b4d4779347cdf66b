//! `POST /auth/mfa/totp`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::factors::Proof;
use parvis_app::{App, accounts};
use serde_json::Value;

use super::SecondStep;
use crate::error::ApiResult;
use crate::extract::{Json, client_of};
use crate::routes::auth::login::new_login;

/// Finishes a login with a one-time code of the account's authenticator app.
pub async fn finish_with_totp(
    State(app): State<App>,
    headers: HeaderMap,
    Json(body): Json<SecondStep>,
) -> ApiResult<Json<Value>> {
    let proof = Proof::totp(&body.code)?;
    let login = accounts::finish_log_in(&app, &body.ticket, proof, client_of(&headers)).await?;
    Ok(new_login(&login))
}
