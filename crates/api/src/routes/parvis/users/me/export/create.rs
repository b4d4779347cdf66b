//! `POST /parvis/v1/users/@me/export`

use axum::extract::State;
use parvis_app::{App, exports};
use parvis_model::DataExport;
use serde::Deserialize;

use crate::error::ApiResult;
use crate::extract::{Json, Person};

/// Proof that it is the owner who asks.
#[derive(Deserialize)]
pub struct CreateExport {
    password: Option<String>,
}

/// Begins a copy of everything that is kept about the caller.
pub async fn create_export(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<CreateExport>,
) -> ApiResult<Json<DataExport>> {
    Ok(Json(exports::request(&app, &caller, body.password).await?))
}
