//! `PUT /parvis/v1/guard/lists/{list_id}/sample/{number}`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_watchlists::gate::Label;
use serde::Deserialize;

use crate::lists::sampling::{self, ShownGate};
use crate::tables::lists::ListMarker;

/// What the caller thinks of a row.
#[derive(Debug, Deserialize)]
pub struct LabelRow {
    label: Label,
}

/// Says whether a row of the sample is right.
pub async fn label_row(
    State(app): State<App>,
    Person(caller): Person,
    Path((list_id, number)): Path<(Id<ListMarker>, u32)>,
    Json(body): Json<LabelRow>,
) -> ApiResult<Json<ShownGate>> {
    Ok(Json(sampling::label(&app, &caller, list_id, number, body.label).await?))
}
