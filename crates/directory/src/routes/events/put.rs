//! `PUT /parvis/v1/directory/events/{event_id}/place`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::ScheduledEventMarker;
use parvis_rules::validate::FieldError;
use serde::Deserialize;

use crate::Directory;
use crate::actions::{self, PlacedAction};
use crate::markers::AreaMarker;

/// Where, and what is told of those who are interested.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PlaceBody {
    area_id: Option<Id<AreaMarker>>,
    interested: Option<Interested>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Interested {
    Bucket,
    Hidden,
}

/// Shows an event on the map.
pub async fn put_place(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(event_id): Path<Id<ScheduledEventMarker>>,
    Json(body): Json<PlaceBody>,
) -> ApiResult<Json<PlacedAction>> {
    let area_id = body.area_id.ok_or_else(|| invalid_fields(FieldError::required("area_id")))?;
    let tells_interest = body.interested == Some(Interested::Bucket);
    Ok(Json(actions::put(&directory, &app, &caller, event_id, area_id, tells_interest).await?))
}
