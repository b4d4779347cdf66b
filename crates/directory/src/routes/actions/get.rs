//! `GET /parvis/v1/directory/actions/{event_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::ScheduledEventMarker;

use crate::Directory;
use crate::actions::{self, ShownAction};

/// One action on the map.
pub async fn get_action(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Path(event_id): Path<Id<ScheduledEventMarker>>,
) -> ApiResult<Json<ShownAction>> {
    Ok(Json(actions::get(&directory, &app, event_id).await?))
}
