//! `GET /parvis/v1/guard/lists/{list_id}/sample`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::lists::sampling::{self, Sample};
use crate::tables::lists::ListMarker;

/// What the caller may label next, and where the gate stands.
pub async fn get_sample(
    State(app): State<App>,
    Person(caller): Person,
    Path(list_id): Path<Id<ListMarker>>,
) -> ApiResult<Json<Sample>> {
    Ok(Json(sampling::sample(&app, &caller, list_id).await?))
}
