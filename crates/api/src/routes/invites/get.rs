//! `GET /invites/{code}`

use axum::extract::State;
use parvis_app::{App, invites};
use parvis_model::Invite;
use serde::Deserialize;

use crate::error::ApiResult;
use crate::extract::{Flag, Json, MaybeAuth, Path, Query};

/// Whether members are counted.
#[derive(Debug, Deserialize)]
pub struct InviteQuery {
    #[serde(default)]
    with_counts: Flag,
}

/// Where an invitation leads, for whoever has its code.
pub async fn get_invite(
    State(app): State<App>,
    MaybeAuth(caller): MaybeAuth,
    Path(code): Path<String>,
    Query(query): Query<InviteQuery>,
) -> ApiResult<Json<Invite>> {
    Ok(Json(invites::get(&app, caller.as_ref(), &code, query.with_counts.0).await?))
}
