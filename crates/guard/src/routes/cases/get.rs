//! `GET /parvis/v1/guard/cases/{case_id}`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::CaseMarker;

use crate::cases;
use crate::shown::ShownCase;

/// One case.
pub async fn get_case(
    State(app): State<App>,
    Person(caller): Person,
    Path(case_id): Path<Id<CaseMarker>>,
) -> ApiResult<Json<ShownCase>> {
    Ok(Json(cases::get(&app, &caller, case_id).await?))
}
