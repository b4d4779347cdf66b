//! `DELETE /channels/{channel_id}/messages/pins/{message_id}`, and the older `DELETE
//! /channels/{channel_id}/pins/{message_id}`

use axum::extract::State;
use parvis_app::{App, pins};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, MessageMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path, Reason};

/// Takes a pin away.
pub async fn unpin_message(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((channel_id, message_id)): Path<(Id<ChannelMarker>, Id<MessageMarker>)>,
    Reason(reason): Reason,
) -> ApiResult<NoContent> {
    pins::unpin(&app, &caller, channel_id, message_id, reason).await?;
    Ok(NoContent)
}
