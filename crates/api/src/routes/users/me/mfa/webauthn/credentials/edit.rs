//! `PATCH /users/@me/mfa/webauthn/credentials/{passkey_id}`

use axum::extract::State;
use parvis_app::{App, factors};
use parvis_model::marker::PasskeyMarker;
use parvis_model::{Id, PasskeyShown};
use serde::Deserialize;

use super::passkey_name;
use crate::error::ApiResult;
use crate::extract::{Json, Path, Person};

/// Another name.
#[derive(Debug, Deserialize)]
pub struct EditPasskey {
    name: String,
}

/// Gives a passkey of the caller another name.
pub async fn edit_passkey(
    State(app): State<App>,
    Person(caller): Person,
    Path(id): Path<Id<PasskeyMarker>>,
    Json(body): Json<EditPasskey>,
) -> ApiResult<Json<PasskeyShown>> {
    let name = passkey_name(&body.name)?;
    Ok(Json(factors::rename_passkey(&app, &caller, id, name).await?))
}
