//! `DELETE /parvis/v1/guard/cases/{case_id}/claim`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::CaseMarker;

use crate::cases;
use crate::shown::ShownCase;

/// Lets go of a case.
pub async fn release_case(
    State(app): State<App>,
    Person(caller): Person,
    Path(case_id): Path<Id<CaseMarker>>,
) -> ApiResult<Json<ShownCase>> {
    Ok(Json(cases::release(&app, &caller, case_id).await?))
}
