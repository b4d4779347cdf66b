//! `GET /parvis/v1/directory/aid/asks`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;
use serde::Serialize;

use crate::Directory;
use crate::aid::asks;
use crate::aid::shown::OwnAsk;

/// The newest first.
#[derive(Debug, Serialize)]
pub struct OwnAsks {
    asks: Vec<OwnAsk>,
}

/// What the caller has asked.
pub async fn list_own_asks(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
) -> ApiResult<Json<OwnAsks>> {
    Ok(Json(OwnAsks { asks: asks::mine(&directory, &app, &caller).await? }))
}
