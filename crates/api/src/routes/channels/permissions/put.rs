//! `PUT /channels/{channel_id}/permissions/{overwrite_id}`

use axum::extract::State;
use parvis_app::App;
use parvis_app::channels::{self, OverwriteFields};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, GenericMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, NoContent, Path, Reason};

/// Sets what a role or member gets or loses in a channel.
pub async fn put_overwrite(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((channel_id, overwrite_id)): Path<(Id<ChannelMarker>, Id<GenericMarker>)>,
    Reason(reason): Reason,
    Json(fields): Json<OverwriteFields>,
) -> ApiResult<NoContent> {
    channels::put_overwrite(&app, &caller, channel_id, overwrite_id, fields, reason).await?;
    Ok(NoContent)
}
