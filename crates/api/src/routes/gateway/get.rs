//! `GET /gateway`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::App;
use serde_json::{Value, json};

use crate::extract::{Json, public_url};

/// Where the gateway is.
pub async fn get_gateway(State(app): State<App>, headers: HeaderMap) -> Json<Value> {
    Json(json!({ "url": gateway_url(&app, &headers) }))
}

/// The gateway's address: `ws` for `http`, `wss` for `https`.
pub fn gateway_url(app: &App, headers: &HeaderMap) -> String {
    let base = public_url(app, headers);
    base.strip_prefix("http").map_or_else(|| base.clone(), |rest| format!("ws{rest}")) + "/gateway"
}
