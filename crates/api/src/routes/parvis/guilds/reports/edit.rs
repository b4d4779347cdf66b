//! `PATCH /parvis/v1/guilds/{guild_id}/reports/{report_id}`

use axum::extract::State;
use parvis_app::{App, reports};
use parvis_model::marker::{GuildMarker, ReportMarker};
use parvis_model::{Id, Report, ReportOutcome, ReportState};
use parvis_rules::validate::FieldError;
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Path, Person};

/// How far the report has come, and with the end what was decided.
#[derive(Debug, Deserialize)]
pub struct EditReport {
    state: ReportState,
    #[serde(default)]
    outcome: Option<ReportOutcome>,
}

/// Takes a report, closes it or opens it again.
pub async fn edit_report(
    State(app): State<App>,
    Person(caller): Person,
    Path((guild_id, report_id)): Path<(Id<GuildMarker>, Id<ReportMarker>)>,
    Json(body): Json<EditReport>,
) -> ApiResult<Json<Report>> {
    let EditReport { state, outcome } = body;
    match (state, outcome) {
        (ReportState::Closed, None) => return Err(invalid_fields(FieldError::required("outcome"))),
        (ReportState::Closed, Some(_)) | (_, None) => {}
        (_, Some(_)) => {
            let text = "Only a closed report has an outcome.";
            return Err(invalid_fields(FieldError::new("outcome", "OUTCOME_NOT_CLOSED", text)));
        }
    }
    Ok(Json(reports::set_state(&app, &caller, guild_id, report_id, state, outcome).await?))
}
