//! `DELETE /parvis/v1/directory/removals/{removal_id}`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::markers::RemovalMarker;
use crate::removals;

/// Takes a proposed removal away.
pub async fn cancel_removal(
    State(app): State<App>,
    Person(caller): Person,
    Path(removal_id): Path<Id<RemovalMarker>>,
) -> ApiResult<NoContent> {
    removals::cancel(&app, &caller, removal_id).await?;
    Ok(NoContent)
}
