//! `POST /parvis/v1/guard/appeals/{appeal_id}/decision`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::AppealMarker;
use serde::Deserialize;

use crate::appeals::{self, WorkedAppeal};
use crate::limits;
use crate::routes::text;
use crate::words::AppealOutcome;

/// What comes of it, and why.
#[derive(Debug, Deserialize)]
pub struct DecideAppeal {
    outcome: AppealOutcome,
    text: String,
}

/// Decides an appeal.
pub async fn decide_appeal(
    State(app): State<App>,
    Person(caller): Person,
    Path(appeal_id): Path<Id<AppealMarker>>,
    Json(body): Json<DecideAppeal>,
) -> ApiResult<Json<WorkedAppeal>> {
    let answer = text("text", &body.text, 1, limits::NOTE_CHARS_MAX)?;
    Ok(Json(appeals::decide(&app, &caller, appeal_id, body.outcome, answer).await?))
}
