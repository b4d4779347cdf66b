//! `GET /channels/{channel_id}`

use axum::extract::State;
use parvis_app::{App, channels};
use parvis_model::marker::ChannelMarker;
use parvis_model::{Channel, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// A channel.
pub async fn get_channel(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
) -> ApiResult<Json<Channel>> {
    Ok(Json(channels::get(&app, &caller, channel_id).await?))
}
