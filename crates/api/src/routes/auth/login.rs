//! `POST /auth/login`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::{App, accounts};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::ApiResult;
use crate::extract::{Json, client_of};

/// Name and password; other servers of this kind call the name `login`.
#[derive(Debug, Deserialize)]
pub struct Login {
    #[serde(alias = "username")]
    login: String,
    password: String,
}

/// Logs somebody in.
pub async fn log_in(
    State(app): State<App>,
    headers: HeaderMap,
    Json(body): Json<Login>,
) -> ApiResult<Json<Value>> {
    let login = accounts::log_in(&app, &body.login, body.password, client_of(&headers)).await?;
    Ok(Json(json!({ "token": login.token, "user_id": login.caller.user_id })))
}
