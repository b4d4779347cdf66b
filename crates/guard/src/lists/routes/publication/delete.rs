//! `DELETE /parvis/v1/guard/lists/{list_id}/publication`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::lists::publishing;
use crate::tables::lists::ListMarker;

/// Ends the publication of a list.
pub async fn withdraw_list(
    State(app): State<App>,
    Person(caller): Person,
    Path(list_id): Path<Id<ListMarker>>,
) -> ApiResult<NoContent> {
    publishing::withdraw(&app, &caller, list_id).await?;
    Ok(NoContent)
}
