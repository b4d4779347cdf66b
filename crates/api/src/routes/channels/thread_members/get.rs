//! `GET /channels/{channel_id}/thread-members/{user_id}`

use axum::extract::State;
use parvis_app::{App, threads};
use parvis_model::marker::{ChannelMarker, UserMarker};
use parvis_model::{Id, ThreadMember};
use serde::Deserialize;

use crate::error::ApiResult;
use crate::extract::{Auth, Flag, Json, Path, Query};

/// What comes with the place.
#[derive(Debug, Deserialize)]
pub struct MemberQuery {
    #[serde(default)]
    with_member: Flag,
}

/// Somebody's place in a thread.
pub async fn get_thread_member(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((channel_id, user_id)): Path<(Id<ChannelMarker>, Id<UserMarker>)>,
    Query(query): Query<MemberQuery>,
) -> ApiResult<Json<ThreadMember>> {
    let place = threads::get_member(&app, &caller, channel_id, user_id, query.with_member.0).await?;
    Ok(Json(place))
}
