//! `GET /channels/{channel_id}/invites`

use axum::extract::State;
use parvis_app::{App, invites};
use parvis_model::marker::ChannelMarker;
use parvis_model::{Id, Invite};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// The invitations to a channel.
pub async fn list_channel_invites(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
) -> ApiResult<Json<Vec<Invite>>> {
    Ok(Json(invites::of_channel(&app, &caller, channel_id).await?))
}
