//! `POST /parvis/v1/guard/lists/{list_id}/action-day`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::action_days::shown::ShownDay;
use crate::lists::action_day;
use crate::tables::lists::ListMarker;

/// Begins an action day with those whom a list names.
pub async fn begin_action_day(
    State(app): State<App>,
    Person(caller): Person,
    Path(list_id): Path<Id<ListMarker>>,
) -> ApiResult<Json<ShownDay>> {
    Ok(Json(action_day::begin(&app, &caller, list_id).await?))
}
