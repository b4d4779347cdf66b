//! `POST /channels/{channel_id}/messages/{message_id}/crosspost`

use axum::extract::State;
use parvis_app::{App, webhooks};
use parvis_model::marker::{ChannelMarker, MessageMarker};
use parvis_model::{Id, Message};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// Publishes an announcement to the channels that follow this one.
pub async fn crosspost_message(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((channel_id, message_id)): Path<(Id<ChannelMarker>, Id<MessageMarker>)>,
) -> ApiResult<Json<Message>> {
    Ok(Json(webhooks::crosspost(&app, &caller, channel_id, message_id).await?))
}
