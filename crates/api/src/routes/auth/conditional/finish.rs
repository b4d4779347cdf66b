//! `POST /auth/conditional/finish`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::{App, accounts};
use serde::Deserialize;
use serde_json::Value;

use crate::error::ApiResult;
use crate::extract::{Json, client_of};
use crate::passkeys;
use crate::routes::auth::login::new_login;

/// What was asked, and what a passkey has signed.
#[derive(Deserialize)]
pub struct Finish {
    ticket: String,
    credential: String,
}

/// Logs in whoever holds a passkey that says whose it is.
pub async fn finish_with_passkey(
    State(app): State<App>,
    headers: HeaderMap,
    Json(body): Json<Finish>,
) -> ApiResult<Json<Value>> {
    let signed = passkeys::assertion("credential", &body.credential)?;
    let login = accounts::log_in_with_passkey(&app, &body.ticket, signed, client_of(&headers)).await?;
    Ok(new_login(&login))
}
