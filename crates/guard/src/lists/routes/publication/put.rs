//! `PUT /parvis/v1/guard/lists/{list_id}/publication`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::lists::publishing::{self, Issue};
use crate::tables::lists::ListMarker;

/// Publishes a list of the house, signed.
pub async fn publish_list(
    State(app): State<App>,
    Person(caller): Person,
    Path(list_id): Path<Id<ListMarker>>,
) -> ApiResult<Json<Issue>> {
    Ok(Json(publishing::publish(&app, &caller, list_id).await?))
}
