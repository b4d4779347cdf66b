//! `GET /parvis/v1/directory/aid/{aid_id}/asks`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use serde::Serialize;

use crate::Directory;
use crate::aid::asks;
use crate::aid::shown::ReceivedAsk;
use crate::markers::AidMarker;

/// Those that wait first, then the newest.
#[derive(Debug, Serialize)]
pub struct ReceivedAsks {
    asks: Vec<ReceivedAsk>,
}

/// The answers to a listing of the caller's.
pub async fn list_received_asks(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(aid_id): Path<Id<AidMarker>>,
) -> ApiResult<Json<ReceivedAsks>> {
    Ok(Json(ReceivedAsks { asks: asks::received(&directory, &app, &caller, aid_id).await? }))
}
