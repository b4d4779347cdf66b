//! `GET /channels/{channel_id}/webhooks`

use axum::extract::State;
use parvis_app::{App, webhooks};
use parvis_model::marker::ChannelMarker;
use parvis_model::{Id, Webhook};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// The webhooks of a channel.
pub async fn list_channel_webhooks(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
) -> ApiResult<Json<Vec<Webhook>>> {
    Ok(Json(webhooks::list_of_channel(&app, &caller, channel_id).await?))
}
