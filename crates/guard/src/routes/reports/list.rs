//! `GET /parvis/v1/guard/reports/@me`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;

use crate::reports::{self, OwnReport};

/// What the caller reported, newest first.
pub async fn list_own_reports(
    State(app): State<App>,
    Person(caller): Person,
) -> ApiResult<Json<Vec<OwnReport>>> {
    Ok(Json(reports::mine(&app, &caller).await?))
}
