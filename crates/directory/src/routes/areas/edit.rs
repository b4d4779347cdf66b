//! `PATCH /parvis/v1/directory/areas/{area_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::areas::ShownArea;
use crate::areas::edit::{self, AreaBody};
use crate::markers::AreaMarker;

/// Changes a place.
pub async fn edit_area(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(area_id): Path<Id<AreaMarker>>,
    Json(body): Json<AreaBody>,
) -> ApiResult<Json<ShownArea>> {
    let draft = body.read().map_err(invalid_fields)?;
    Ok(Json(edit::edit(&directory, &app, &caller, area_id, draft).await?))
}
