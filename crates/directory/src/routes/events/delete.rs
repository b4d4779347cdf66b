//! `DELETE /parvis/v1/directory/events/{event_id}/place`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::ScheduledEventMarker;

use crate::Directory;
use crate::actions;

/// Shows an event on the map no longer.
pub async fn delete_place(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(event_id): Path<Id<ScheduledEventMarker>>,
) -> ApiResult<NoContent> {
    actions::remove(&directory, &app, &caller, event_id).await?;
    Ok(NoContent)
}
