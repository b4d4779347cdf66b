//! `POST /parvis/v1/guard/lists/{list_id}/rows/{number}/case`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::lists::proposals::{self, Opened};
use crate::tables::lists::{ListMarker, Place};

/// Of which message, where the row means a link or a file.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OpenCase {
    place: Option<Place>,
}

/// Opens a case from a row.
pub async fn open_case_of_row(
    State(app): State<App>,
    Person(caller): Person,
    Path((list_id, number)): Path<(Id<ListMarker>, u32)>,
    Json(body): Json<OpenCase>,
) -> ApiResult<Json<Opened>> {
    Ok(Json(proposals::open_row(&app, &caller, list_id, number, body.place).await?))
}
