//! `DELETE /users/@me/mfa/webauthn/credentials/{passkey_id}`

use axum::extract::State;
use parvis_app::{App, factors};
use parvis_model::Id;
use parvis_model::marker::PasskeyMarker;
use serde::Deserialize;

use crate::error::ApiResult;
use crate::extract::{Json, NoContent, Path, Person};

/// Proof that it is the owner who removes it.
#[derive(Deserialize)]
pub struct DeletePasskey {
    password: Option<String>,
}

/// Removes a passkey of the caller.
pub async fn delete_passkey(
    State(app): State<App>,
    Person(caller): Person,
    Path(id): Path<Id<PasskeyMarker>>,
    Json(body): Json<DeletePasskey>,
) -> ApiResult<NoContent> {
    factors::delete_passkey(&app, &caller, id, body.password).await?;
    Ok(NoContent)
}
