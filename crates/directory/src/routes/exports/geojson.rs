//! `GET /parvis/v1/directory/groups.geojson`

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use parvis_api::error::ApiResult;
use parvis_api::extract::Query;
use parvis_app::App;

use super::{ExportQuery, answer};
use crate::Directory;
use crate::exports::Format;

/// The public groups as GeoJSON.
pub async fn get_geojson(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Query(query): Query<ExportQuery>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    answer(&app, &directory, Format::Geojson, query.area_id, &headers).await
}
