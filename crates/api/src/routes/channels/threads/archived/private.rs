//! `GET /channels/{channel_id}/threads/archived/private`

use axum::extract::State;
use parvis_app::{App, threads};
use parvis_model::marker::ChannelMarker;
use parvis_model::{Id, Threads};

use super::ArchivedQuery;
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Query};

/// The channel's private threads that were put away, the last one first.
pub async fn list_private_archived_threads(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
    Query(query): Query<ArchivedQuery>,
) -> ApiResult<Json<Threads>> {
    Ok(Json(threads::archived_private(&app, &caller, channel_id, query.into_page()?).await?))
}
