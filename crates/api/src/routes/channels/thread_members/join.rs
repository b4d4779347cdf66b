//! `PUT /channels/{channel_id}/thread-members/@me`

use axum::extract::State;
use parvis_app::{App, threads};
use parvis_model::Id;
use parvis_model::marker::ChannelMarker;

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path};

/// Comes into a thread.
pub async fn join_thread(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
) -> ApiResult<NoContent> {
    threads::join(&app, &caller, channel_id).await?;
    Ok(NoContent)
}
