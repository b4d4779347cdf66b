//! `PATCH /channels/{channel_id}/messages/{message_id}`

use axum::extract::State;
use parvis_app::{App, messages};
use parvis_model::marker::{ChannelMarker, MessageMarker};
use parvis_model::{Id, Message};

use super::body::EditMessage;
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};
use crate::form::WithFiles;

/// Edits a message.
pub async fn edit_message(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((channel_id, message_id)): Path<(Id<ChannelMarker>, Id<MessageMarker>)>,
    body: WithFiles<EditMessage>,
) -> ApiResult<Json<Message>> {
    let edit = body.json.into_edit(body.files)?;
    Ok(Json(messages::edit(&app, &caller, channel_id, message_id, edit).await?))
}
