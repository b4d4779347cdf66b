//! `POST /channels/{channel_id}/followers`

use axum::extract::State;
use parvis_app::{App, webhooks};
use parvis_model::marker::ChannelMarker;
use parvis_model::{ChannelFollower, Id};
use serde::Deserialize;

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Reason};

/// Where the announcements shall be copied to.
#[derive(Debug, Deserialize)]
pub struct FollowChannel {
    webhook_channel_id: Id<ChannelMarker>,
}

/// Lets another channel follow this one.
pub async fn follow_channel(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
    Reason(reason): Reason,
    Json(body): Json<FollowChannel>,
) -> ApiResult<Json<ChannelFollower>> {
    Ok(Json(webhooks::follow(&app, &caller, channel_id, body.webhook_channel_id, reason).await?))
}
