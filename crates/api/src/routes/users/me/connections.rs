//! `GET /users/@me/connections`

use serde_json::Value;

use crate::extract::{Auth, Json};

/// Accounts elsewhere: there are none, because this server links nobody to anything.
pub async fn list_connections(_: Auth) -> Json<Vec<Value>> {
    Json(Vec::new())
}
