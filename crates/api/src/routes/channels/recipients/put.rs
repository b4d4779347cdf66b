//! `PUT /channels/{channel_id}/recipients/{user_id}`

use axum::extract::State;
use parvis_app::{App, private};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, UserMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path};

/// Brings somebody into a group.
pub async fn add_recipient(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((channel_id, user_id)): Path<(Id<ChannelMarker>, Id<UserMarker>)>,
) -> ApiResult<NoContent> {
    private::add_recipient(&app, &caller, channel_id, user_id).await?;
    Ok(NoContent)
}
