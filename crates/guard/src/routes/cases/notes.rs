//! `POST /parvis/v1/guard/cases/{case_id}/notes`

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

/// What the others should know.
#[derive(Debug, Deserialize)]
pub struct NoteOnCase {
    text: String,
}

/// Writes a note for the others who work on a case.
pub async fn note_on_case(
    State(app): State<App>,
    Person(caller): Person,
    Path(case_id): Path<Id<CaseMarker>>,
    Json(body): Json<NoteOnCase>,
) -> ApiResult<Json<ShownCase>> {
    let said = text("text", &body.text, 1, limits::NOTE_CHARS_MAX)?;
    Ok(Json(cases::add_note(&app, &caller, case_id, said).await?))
}
