//! `PATCH /parvis/v1/channels/{channel_id}/switches`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Auth, Json, Path, Reason};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::ChannelMarker;

use crate::Switches;
use crate::set::{self, Change, Shown};

/// Sets switches of a channel or category; null unsets one.
pub async fn edit_switches(
    State(app): State<App>,
    Extension(switches): Extension<Switches>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
    Reason(reason): Reason,
    Json(change): Json<Change>,
) -> ApiResult<Json<Shown>> {
    Ok(Json(set::edit(&switches, &app, &caller, channel_id, change, reason).await?))
}
