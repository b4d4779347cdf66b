//! `PUT /channels/{channel_id}/thread-members/{user_id}`

use axum::extract::State;
use parvis_app::{App, threads};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, UserMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path};

/// Brings a member of the guild into a thread.
pub async fn add_thread_member(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((channel_id, user_id)): Path<(Id<ChannelMarker>, Id<UserMarker>)>,
) -> ApiResult<NoContent> {
    threads::add(&app, &caller, channel_id, user_id).await?;
    Ok(NoContent)
}
