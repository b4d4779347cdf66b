//! `POST /parvis/v1/guard/reports`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;
use parvis_model::ReportReason;
use serde::Deserialize;

use crate::limits;
use crate::reports::{self, OwnReport};
use crate::routes::text;
use crate::words::Subject;

/// What, why, and more about it.
#[derive(Debug, Deserialize)]
pub struct CreateReport {
    subject: Subject,
    reason: ReportReason,
    #[serde(default)]
    text: Option<String>,
}

/// Reports a message, a person or a guild.
pub async fn create_report(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<CreateReport>,
) -> ApiResult<Json<OwnReport>> {
    let said = text("text", body.text.as_deref().unwrap_or(""), 0, limits::REPORT_TEXT_CHARS_MAX)?;
    Ok(Json(reports::create(&app, &caller, body.subject, body.reason, said).await?))
}
