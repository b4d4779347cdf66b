//! `GET /parvis/v1/channels/{channel_id}/switches`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Auth, Json, Path};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::ChannelMarker;

use crate::Switches;
use crate::set::{self, Shown};

/// What is set on a channel or category, and what counts there.
pub async fn get_switches(
    State(app): State<App>,
    Extension(switches): Extension<Switches>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
) -> ApiResult<Json<Shown>> {
    Ok(Json(set::get(&switches, &app, &caller, channel_id).await?))
}
