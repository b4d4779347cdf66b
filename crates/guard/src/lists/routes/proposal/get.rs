//! `GET /parvis/v1/guard/lists/{list_id}/proposal`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::lists::proposals::{self, Proposal};
use crate::tables::lists::ListMarker;

/// What a bulk proposal would open.
pub async fn get_proposal(
    State(app): State<App>,
    Person(caller): Person,
    Path(list_id): Path<Id<ListMarker>>,
) -> ApiResult<Json<Proposal>> {
    Ok(Json(proposals::preview(&app, &caller, list_id).await?))
}
