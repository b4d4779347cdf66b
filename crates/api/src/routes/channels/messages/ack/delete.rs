//! `DELETE /channels/{channel_id}/messages/ack`

use axum::extract::State;
use parvis_app::{App, read_states};
use parvis_model::Id;
use parvis_model::marker::ChannelMarker;

use crate::error::ApiResult;
use crate::extract::{NoContent, Path, Person};

/// Forgets how far the caller has read in a channel.
pub async fn delete_read_state(
    State(app): State<App>,
    Person(caller): Person,
    Path(channel_id): Path<Id<ChannelMarker>>,
) -> ApiResult<NoContent> {
    read_states::forget(&app, &caller, channel_id).await?;
    Ok(NoContent)
}
