//! `GET /parvis/v1/guard/transparency`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::Json;
use parvis_app::App;

use crate::transparency::{self, Report};

/// What was decided here, in numbers. Needs no account.
pub async fn get_transparency(State(app): State<App>) -> ApiResult<Json<Report>> {
    Ok(Json(transparency::report(&app).await?))
}
