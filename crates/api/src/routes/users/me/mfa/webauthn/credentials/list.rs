//! `GET /users/@me/mfa/webauthn/credentials`

use axum::extract::State;
use parvis_app::{App, factors};
use parvis_model::PasskeyShown;

use crate::error::ApiResult;
use crate::extract::{Json, Person};

/// The caller's passkeys, oldest first.
pub async fn list_passkeys(
    State(app): State<App>,
    Person(caller): Person,
) -> ApiResult<Json<Vec<PasskeyShown>>> {
    Ok(Json(factors::list_passkeys(&app, &caller).await?))
}
