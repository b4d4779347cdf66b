//! `DELETE /invites/{code}`

use axum::extract::State;
use parvis_app::{App, invites};
use parvis_model::Invite;

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Reason};

/// Takes an invitation back.
pub async fn delete_invite(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(code): Path<String>,
    Reason(reason): Reason,
) -> ApiResult<Json<Invite>> {
    Ok(Json(invites::delete(&app, &caller, &code, reason).await?))
}
