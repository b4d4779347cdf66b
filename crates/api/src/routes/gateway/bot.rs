//! `GET /gateway/bot`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::App;
use parvis_rules::limits;
use serde_json::{Value, json};

use super::get::gateway_url;
use crate::error::ApiResult;
use crate::extract::{Auth, Json};

/// Where the gateway is, and how many sessions a bot may start. One shard is enough: a node carries thousands of
/// guilds.
pub async fn get_gateway_bot(State(app): State<App>, _: Auth, headers: HeaderMap) -> ApiResult<Json<Value>> {
    Ok(Json(json!({
        "url": gateway_url(&app, &headers),
        "shards": 1,
        "session_start_limit": {
            "total": limits::SESSION_STARTS_PER_DAY_MAX,
            "remaining": limits::SESSION_STARTS_PER_DAY_MAX,
            "reset_after": 86_400_000,
            "max_concurrency": 16,
        },
    })))
}
