//! What the platform keeps in stock for everybody, and this server has none of: truthfully empty lists, because
//! libraries ask for them when they start.

use serde_json::{Value, json};

use crate::error::{ApiError, not_found, not_implemented};
use crate::extract::{Auth, Json};

/// `GET /sticker-packs`
pub async fn list_sticker_packs(_: Auth) -> Json<Value> {
    Json(json!({ "sticker_packs": [] }))
}

/// `GET /sticker-packs/{pack_id}`
pub async fn get_sticker_pack(_: Auth) -> ApiError {
    not_found()
}

/// `GET /soundboard-default-sounds`
pub async fn list_default_sounds(_: Auth) -> Json<Vec<Value>> {
    Json(Vec::new())
}

/// `GET`, `PUT` and `DELETE /users/@me/applications/{application_id}/role-connection`: proofs for roles that come from
/// accounts elsewhere, to which this server links nobody.
pub async fn no_role_connections(_: Auth) -> ApiError {
    not_implemented()
}

/// `GET /voice/regions`
pub async fn list_voice_regions(_: Auth) -> Json<Vec<Value>> {
    Json(Vec::new())
}
