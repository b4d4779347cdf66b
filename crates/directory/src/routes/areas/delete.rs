//! `DELETE /parvis/v1/directory/areas/{area_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::areas::edit;
use crate::markers::AreaMarker;

/// Takes an empty place away.
pub async fn delete_area(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(area_id): Path<Id<AreaMarker>>,
) -> ApiResult<NoContent> {
    edit::delete(&directory, &app, &caller, area_id).await?;
    Ok(NoContent)
}
