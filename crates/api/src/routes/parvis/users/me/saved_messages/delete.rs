//! `DELETE /parvis/v1/users/@me/saved-messages/{channel_id}/{message_id}`

use axum::extract::State;
use parvis_app::{App, saved_messages};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, MessageMarker};

use crate::error::ApiResult;
use crate::extract::{NoContent, Path, Person};

/// Saves a message no longer.
pub async fn forget_saved_message(
    State(app): State<App>,
    Person(caller): Person,
    Path((channel_id, message_id)): Path<(Id<ChannelMarker>, Id<MessageMarker>)>,
) -> ApiResult<NoContent> {
    saved_messages::remove(&app, &caller, channel_id, message_id).await?;
    Ok(NoContent)
}
