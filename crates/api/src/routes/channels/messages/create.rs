//! `POST /channels/{channel_id}/messages`

use axum::extract::State;
use parvis_app::{App, messages};
use parvis_model::marker::ChannelMarker;
use parvis_model::{Id, Message};

use super::body::CreateMessage;
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};
use crate::form::WithFiles;

/// Sends a message.
pub async fn create_message(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
    body: WithFiles<CreateMessage>,
) -> ApiResult<Json<Message>> {
    let draft = body.json.into_draft(body.files)?;
    Ok(Json(messages::send(&app, &caller, channel_id, draft).await?))
}
