//! `DELETE /parvis/v1/guard/lists/{list_id}`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::lists::work;
use crate::tables::lists::ListMarker;

/// Takes a list away.
pub async fn delete_list(
    State(app): State<App>,
    Person(caller): Person,
    Path(list_id): Path<Id<ListMarker>>,
) -> ApiResult<NoContent> {
    work::delete(&app, &caller, list_id).await?;
    Ok(NoContent)
}
