//! `GET /parvis/v1/directory/areas`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Flag, Json, Query};
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::Directory;
use crate::areas;
use crate::markers::AreaMarker;
use crate::routes::page_limit;

/// Which places.
#[derive(Debug, Deserialize)]
pub struct AreasQuery {
    parent_id: Option<Id<AreaMarker>>,
    after: Option<Id<AreaMarker>>,
    limit: Option<i64>,
    #[serde(default)]
    shape: Flag,
}

/// A page of the places right below one, or of the outermost ones.
pub async fn list_areas(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Query(query): Query<AreasQuery>,
) -> ApiResult<Json<areas::Page>> {
    let limit = page_limit(query.limit, areas::PAGE_MAX)?;
    Ok(Json(areas::list(&directory, &app, query.parent_id, query.after, limit, query.shape.0).await?))
}
