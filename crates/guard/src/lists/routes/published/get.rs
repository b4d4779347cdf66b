//! `GET /parvis/v1/guard/lists/published/{list_id}`

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Path, json_bytes};
use parvis_app::App;
use parvis_model::Id;

use crate::lists::publishing;
use crate::tables::lists::ListMarker;

/// A published list as it was signed. Needs no account.
pub async fn get_published_list(
    State(app): State<App>,
    Path(list_id): Path<Id<ListMarker>>,
) -> ApiResult<Response> {
    Ok(json_bytes(StatusCode::OK, publishing::file(&app, list_id).await?.into_bytes()))
}
