//! `POST /parvis/v1/guard/cases/{case_id}/evidence/{evidence_id}/openings`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::CaseMarker;
use serde::Deserialize;

use crate::evidence::{self, Opened};
use crate::limits;
use crate::routes::text;
use crate::tables::evidence::EvidenceMarker;

/// What it is opened for.
#[derive(Debug, Deserialize)]
pub struct OpenEvidence {
    purpose: String,
}

/// Opens what is sealed, which is noted.
pub async fn open_evidence(
    State(app): State<App>,
    Person(caller): Person,
    Path((case_id, evidence_id)): Path<(Id<CaseMarker>, Id<EvidenceMarker>)>,
    Json(body): Json<OpenEvidence>,
) -> ApiResult<Json<Opened>> {
    let purpose = text("purpose", &body.purpose, 1, limits::PURPOSE_CHARS_MAX)?;
    Ok(Json(evidence::open_message(&app, &caller, case_id, evidence_id, purpose).await?))
}
