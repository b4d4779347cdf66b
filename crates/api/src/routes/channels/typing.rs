//! `POST /channels/{channel_id}/typing`

use axum::extract::State;
use parvis_app::{App, typing};
use parvis_model::Id;
use parvis_model::marker::ChannelMarker;

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path};

/// Shows that the caller is writing.
pub async fn start_typing(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
) -> ApiResult<NoContent> {
    typing::start(&app, &caller, channel_id).await?;
    Ok(NoContent)
}
