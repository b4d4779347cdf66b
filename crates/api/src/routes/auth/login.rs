//! `POST /auth/login`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::accounts::{LogIn, NewLogin};
use parvis_app::{App, accounts};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::ApiResult;
use crate::extract::{Json, client_of};
use crate::passkeys::{party_of, request_options};

/// Name and password; other servers of this kind call the name `login`.
#[derive(Debug, Deserialize)]
pub struct Login {
    #[serde(alias = "username")]
    login: String,
    password: String,
}

/// Logs somebody in, or says what the account asks for beside the password.
pub async fn log_in(
    State(app): State<App>,
    headers: HeaderMap,
    Json(body): Json<Login>,
) -> ApiResult<Json<Value>> {
    let (party, client) = (party_of(&app, &headers), client_of(&headers));
    let step = match accounts::log_in(&app, &body.login, body.password, party, client).await? {
        LogIn::Done(login) => return Ok(new_login(&login)),
        LogIn::Waits(step) => step,
    };
    Ok(Json(json!({
        "user_id": step.user_id,
        "mfa": true,
        "ticket": step.ticket,
        "totp": step.factors.totp,
        "backup": step.factors.backup_codes_left > 0,
        "sms": false,
        "webauthn": step.passkey.as_ref().map(request_options),
    })))
}

/// A login just made, as every way of coming in answers it.
pub fn new_login(login: &NewLogin) -> Json<Value> {
    Json(json!({ "token": login.token, "user_id": login.caller.user_id }))
}
