//! `POST /parvis/v1/guard/reports/{report_id}/appeal`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::ReportMarker;
use serde::Deserialize;

use crate::reports::OwnReport;
use crate::routes::text;
use crate::{appeals, limits};

/// Why somebody else should look again.
#[derive(Debug, Deserialize)]
pub struct AppealReport {
    text: String,
}

/// Asks that somebody else looks at what was left as it is.
pub async fn appeal_report(
    State(app): State<App>,
    Person(caller): Person,
    Path(report_id): Path<Id<ReportMarker>>,
    Json(body): Json<AppealReport>,
) -> ApiResult<Json<OwnReport>> {
    let why = text("text", &body.text, 1, limits::NOTE_CHARS_MAX)?;
    Ok(Json(appeals::of_report(&app, &caller, report_id, why).await?))
}
