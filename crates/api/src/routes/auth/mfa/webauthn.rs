//! `POST /auth/mfa/webauthn`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::{App, accounts};
use serde_json::Value;

use super::SecondStep;
use crate::error::ApiResult;
use crate::extract::{Json, client_of};
use crate::passkeys;
use crate::routes::auth::login::new_login;

/// Finishes a login with what one of the account's passkeys has signed.
pub async fn finish_with_passkey(
    State(app): State<App>,
    headers: HeaderMap,
    Json(body): Json<SecondStep>,
) -> ApiResult<Json<Value>> {
    let signed = passkeys::assertion("code", &body.code)?;
    let client = client_of(&headers);
    let login = accounts::finish_log_in_with_passkey(&app, &body.ticket, signed, client).await?;
    Ok(new_login(&login))
}
