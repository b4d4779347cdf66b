//! `GET /parvis/v1/users/@me/reports`

use axum::extract::State;
use parvis_app::{App, reports};
use parvis_model::OwnReport;

use crate::error::ApiResult;
use crate::extract::{Json, Person};

/// What the caller reported, newest first.
pub async fn list_own_reports(
    State(app): State<App>,
    Person(caller): Person,
) -> ApiResult<Json<Vec<OwnReport>>> {
    Ok(Json(reports::own(&app, &caller).await?))
}
