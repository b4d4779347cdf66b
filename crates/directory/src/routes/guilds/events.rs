//! `GET /parvis/v1/directory/guilds/{guild_id}/events/places`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use serde::Serialize;

use crate::Directory;
use crate::actions::{self, PlacedAction};

/// Where a guild's events are to be shown.
#[derive(Debug, Serialize)]
pub struct PlaceList {
    places: Vec<PlacedAction>,
}

/// Where those of a guild's events are to be shown on the map that the caller may change.
pub async fn list_event_places(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<Json<PlaceList>> {
    Ok(Json(PlaceList { places: actions::places(&directory, &app, &caller, guild_id).await? }))
}
