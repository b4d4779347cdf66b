//! `POST /parvis/v1/guard/decisions/{decision_id}/undo`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::DecisionMarker;
use serde::Deserialize;

use crate::routes::text;
use crate::shown::ShownDecision;
use crate::{limits, undo};

/// Why.
#[derive(Debug, Deserialize)]
pub struct UndoDecision {
    #[serde(default)]
    reason: String,
}

/// Undoes a decision.
pub async fn undo_decision(
    State(app): State<App>,
    Person(caller): Person,
    Path(decision_id): Path<Id<DecisionMarker>>,
    Json(body): Json<UndoDecision>,
) -> ApiResult<Json<ShownDecision>> {
    let reason = text("reason", &body.reason, 0, limits::GROUND_CHARS_MAX)?;
    Ok(Json(undo::undo(&app, &caller, decision_id, reason).await?))
}
