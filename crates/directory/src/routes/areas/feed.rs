//! `GET /parvis/v1/directory/areas/{area_id}/feed.atom`

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use parvis_api::error::ApiResult;
use parvis_api::extract::Path;
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::exports::Format;
use crate::markers::AreaMarker;
use crate::routes::exports::answer;

/// What changed last among the public groups of a place.
pub async fn get_area_feed(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Path(area_id): Path<Id<AreaMarker>>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    answer(&app, &directory, Format::Atom, Some(area_id), &headers).await
}
