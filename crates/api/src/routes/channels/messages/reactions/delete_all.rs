//! `DELETE /channels/{channel_id}/messages/{message_id}/reactions`

use axum::extract::State;
use parvis_app::{App, reactions};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, MessageMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path};

/// Removes every reaction of a message.
pub async fn remove_all_reactions(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((channel_id, message_id)): Path<(Id<ChannelMarker>, Id<MessageMarker>)>,
) -> ApiResult<NoContent> {
    reactions::clear(&app, &caller, channel_id, message_id).await?;
    Ok(NoContent)
}
