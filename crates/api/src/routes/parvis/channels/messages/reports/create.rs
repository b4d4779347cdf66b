//! `POST /parvis/v1/channels/{channel_id}/messages/{message_id}/reports`

use axum::extract::State;
use parvis_app::{App, reports};
use parvis_model::marker::{ChannelMarker, MessageMarker};
use parvis_model::{Id, OwnReport, ReportReason};
use parvis_rules::limits::{self, chars};
use parvis_rules::validate;
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Path, Person};

/// Why, and more about it.
#[derive(Debug, Deserialize)]
pub struct CreateReport {
    reason: ReportReason,
    #[serde(default)]
    text: Option<String>,
}

/// Reports a message.
pub async fn create_report(
    State(app): State<App>,
    Person(caller): Person,
    Path((channel_id, message_id)): Path<(Id<ChannelMarker>, Id<MessageMarker>)>,
    Json(body): Json<CreateReport>,
) -> ApiResult<Json<OwnReport>> {
    let text = body.text.as_deref().unwrap_or("").trim().to_owned();
    validate::length("text", chars(&text), 0..=limits::REPORT_TEXT_CHARS_MAX).map_err(invalid_fields)?;
    Ok(Json(reports::create(&app, &caller, channel_id, message_id, body.reason, text).await?))
}
