//! `POST /parvis/v1/guard/cases/{case_id}/escalation`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::CaseMarker;
use serde::Deserialize;

use crate::routes::text;
use crate::shown::ShownCase;
use crate::{cases, limits};

/// Why.
#[derive(Debug, Deserialize)]
pub struct EscalateCase {
    text: String,
}

/// Asks the house to decide a case.
pub async fn escalate_case(
    State(app): State<App>,
    Person(caller): Person,
    Path(case_id): Path<Id<CaseMarker>>,
    Json(body): Json<EscalateCase>,
) -> ApiResult<Json<ShownCase>> {
    let said = text("text", &body.text, 0, limits::NOTE_CHARS_MAX)?;
    Ok(Json(cases::escalate(&app, &caller, case_id, said).await?))
}
