//! `GET /parvis/v1/guard/cases/{case_id}/evidence`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::CaseMarker;

use crate::evidence::{self, ShownRecord};

/// What is sealed of a case.
pub async fn list_evidence(
    State(app): State<App>,
    Person(caller): Person,
    Path(case_id): Path<Id<CaseMarker>>,
) -> ApiResult<Json<Vec<ShownRecord>>> {
    Ok(Json(evidence::list(&app, &caller, case_id).await?))
}
