//! `GET /parvis/v1/directory/feed.atom`

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use parvis_api::error::ApiResult;
use parvis_app::App;

use super::answer;
use crate::Directory;
use crate::exports::Format;

/// What changed last among the public groups of the whole map.
pub async fn get_feed(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    answer(&app, &directory, Format::Atom, None, &headers).await
}
