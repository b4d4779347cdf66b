//! `PUT /parvis/v1/directory/removals/{removal_id}/approval`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::markers::RemovalMarker;
use crate::removals;

/// Agrees to the removal of another moderator.
pub async fn approve_removal(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(removal_id): Path<Id<RemovalMarker>>,
) -> ApiResult<NoContent> {
    removals::approve(&directory, &app, &caller, removal_id).await?;
    Ok(NoContent)
}
