//! `GET /parvis/v1/directory/areas/{area_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Flag, Json, Path, Query};
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::Directory;
use crate::areas;
use crate::markers::AreaMarker;

/// How much of it.
#[derive(Debug, Deserialize)]
pub struct AreaQuery {
    #[serde(default)]
    shape: Flag,
}

/// One place.
pub async fn get_area(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Path(area_id): Path<Id<AreaMarker>>,
    Query(query): Query<AreaQuery>,
) -> ApiResult<Json<areas::ShownArea>> {
    Ok(Json(areas::get(&directory, &app, area_id, query.shape.0).await?))
}
