//! `GET /parvis/v1/guard/lists/{list_id}`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::lists::shown::ShownList;
use crate::lists::work;
use crate::tables::lists::ListMarker;

/// One list.
pub async fn get_list(
    State(app): State<App>,
    Person(caller): Person,
    Path(list_id): Path<Id<ListMarker>>,
) -> ApiResult<Json<ShownList>> {
    Ok(Json(work::get(&app, &caller, list_id).await?))
}
