//! `GET /parvis/v1/users/@me/export`

use axum::extract::State;
use parvis_app::{App, exports};
use parvis_model::DataExport;

use crate::error::ApiResult;
use crate::extract::{Json, Person};

/// How far the copy of the caller's data is, and where it can be read.
pub async fn get_export(State(app): State<App>, Person(caller): Person) -> ApiResult<Json<DataExport>> {
    Ok(Json(exports::get(&app, &caller).await?))
}
