//! `POST /oauth2/token/revoke`

use axum::extract::State;
use parvis_app::{App, grants};
use serde_json::{Value, json};

use super::{TokenError, TokenForm};
use crate::extract::Json;

/// Ends the grant of an access or refresh token. Succeeds for a token of nobody too (RFC 7009).
pub async fn revoke_token(State(app): State<App>, mut form: TokenForm) -> Result<Json<Value>, TokenError> {
    let token = form.required("token")?;
    grants::revoke(&app, form.credentials, &token).await?;
    Ok(Json(json!({})))
}
