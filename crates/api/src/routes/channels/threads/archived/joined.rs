//! `GET /channels/{channel_id}/users/@me/threads/archived/private`

use axum::extract::State;
use parvis_app::{App, threads};
use parvis_model::marker::ChannelMarker;
use parvis_model::{Id, Threads};
use serde::Deserialize;

use super::checked;
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Query};

/// Which part of the list.
#[derive(Debug, Deserialize)]
pub struct JoinedQuery {
    before: Option<Id<ChannelMarker>>,
    limit: Option<i64>,
}

/// The channel's private threads that were put away and that the caller is in, the last started first.
pub async fn list_joined_archived_threads(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
    Query(query): Query<JoinedQuery>,
) -> ApiResult<Json<Threads>> {
    let limit = checked(query.limit)?;
    Ok(Json(threads::archived_joined(&app, &caller, channel_id, query.before, limit).await?))
}
