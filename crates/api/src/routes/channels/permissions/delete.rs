//! `DELETE /channels/{channel_id}/permissions/{overwrite_id}`

use axum::extract::State;
use parvis_app::{App, channels};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, GenericMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path, Reason};

/// Takes an overwrite away.
pub async fn delete_overwrite(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((channel_id, overwrite_id)): Path<(Id<ChannelMarker>, Id<GenericMarker>)>,
    Reason(reason): Reason,
) -> ApiResult<NoContent> {
    channels::delete_overwrite(&app, &caller, channel_id, overwrite_id, reason).await?;
    Ok(NoContent)
}
