//! `POST /users/@me/mfa/totp/enable`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::factors::{self, TotpSecret};
use parvis_app::{ActionError, App, Refusal};
use parvis_rules::limits::{CODE_CHARS_MAX, TOTP_SECRET_CHARS_MAX, chars};
use parvis_rules::validate;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Person, client_of};

/// The password, the secret that the client has made and its app keeps, and a code as proof of that.
#[derive(Deserialize)]
pub struct EnableTotp {
    password: Option<String>,
    secret: String,
    code: String,
}

/// Adds an authenticator app to the caller's account.
pub async fn enable_totp(
    State(app): State<App>,
    Person(caller): Person,
    headers: HeaderMap,
    Json(body): Json<EnableTotp>,
) -> ApiResult<Json<Value>> {
    validate::length("secret", chars(&body.secret), 0..=TOTP_SECRET_CHARS_MAX).map_err(invalid_fields)?;
    validate::length("code", chars(&body.code), 0..=CODE_CHARS_MAX).map_err(invalid_fields)?;
    let secret = TotpSecret::parse(&body.secret).ok_or(ActionError::Refused(Refusal::InvalidTotpSecret))?;
    let client = client_of(&headers);
    let enabled = factors::enable_totp(&app, &caller, body.password, secret, &body.code, client).await?;
    Ok(Json(json!({ "token": enabled.login.token, "backup_codes": enabled.codes })))
}
