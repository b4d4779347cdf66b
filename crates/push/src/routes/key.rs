//! `GET /parvis/v1/push-key`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;
use serde::Serialize;

use crate::Push;

/// The key that a browser asks for when it subscribes.
#[derive(Debug, Serialize)]
pub struct PushKey {
    public_key: String,
}

/// The public key of this server (`applicationServerKey`).
pub async fn get_push_key(
    State(app): State<App>,
    Extension(push): Extension<Push>,
    Person(_caller): Person,
) -> ApiResult<Json<PushKey>> {
    Ok(Json(PushKey { public_key: push.vapid(&app).await?.public_key() }))
}
