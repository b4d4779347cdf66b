//! `DELETE /channels/{channel_id}`

use axum::extract::State;
use parvis_app::{App, channels};
use parvis_model::marker::ChannelMarker;
use parvis_model::{Channel, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Reason};

/// Deletes a channel of a guild, closes a direct conversation, or leaves a group.
pub async fn delete_channel(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
    Reason(reason): Reason,
) -> ApiResult<Json<Channel>> {
    Ok(Json(channels::delete(&app, &caller, channel_id, reason).await?))
}
