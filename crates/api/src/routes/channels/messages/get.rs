//! `GET /channels/{channel_id}/messages/{message_id}`

use axum::extract::State;
use parvis_app::{App, messages};
use parvis_model::marker::{ChannelMarker, MessageMarker};
use parvis_model::{Id, Message};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// One message.
pub async fn get_message(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((channel_id, message_id)): Path<(Id<ChannelMarker>, Id<MessageMarker>)>,
) -> ApiResult<Json<Message>> {
    Ok(Json(messages::get(&app, &caller, channel_id, message_id).await?))
}
