//! `DELETE /channels/{channel_id}/messages/{message_id}`

use axum::extract::State;
use parvis_app::{App, messages};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, MessageMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path, Reason};

/// Deletes a message.
pub async fn delete_message(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((channel_id, message_id)): Path<(Id<ChannelMarker>, Id<MessageMarker>)>,
    Reason(reason): Reason,
) -> ApiResult<NoContent> {
    messages::delete(&app, &caller, channel_id, message_id, reason).await?;
    Ok(NoContent)
}
