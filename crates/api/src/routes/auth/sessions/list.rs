//! `GET /auth/sessions`

use axum::extract::State;
use parvis_app::{App, accounts};
use serde_json::{Value, json};

use crate::error::ApiResult;
use crate::extract::{Json, Person};

/// Where the caller is logged in.
pub async fn list_sessions(State(app): State<App>, Person(caller): Person) -> ApiResult<Json<Value>> {
    Ok(Json(json!({ "user_sessions": accounts::sessions(&app, &caller).await? })))
}
