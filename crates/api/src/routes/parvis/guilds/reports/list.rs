//! `GET /parvis/v1/guilds/{guild_id}/reports`

use axum::extract::State;
use parvis_app::{App, reports};
use parvis_model::marker::{GuildMarker, ReportMarker};
use parvis_model::{Id, ReportState, Reports};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Path, Person, Query};

/// Which of the reports.
#[derive(Debug, Deserialize)]
pub struct ReportsQuery {
    state: Option<ReportState>,
    before: Option<Id<ReportMarker>>,
    limit: Option<i64>,
}

/// A page of the guild's reports, newest first.
pub async fn list_reports(
    State(app): State<App>,
    Person(caller): Person,
    Path(guild_id): Path<Id<GuildMarker>>,
    Query(query): Query<ReportsQuery>,
) -> ApiResult<Json<Reports>> {
    let limit = query.limit.unwrap_or(limits::REPORTS_PAGE_DEFAULT as i64);
    validate::number("limit", limit, 1..=limits::REPORTS_PAGE_MAX as i64).map_err(invalid_fields)?;
    let limit = usize::try_from(limit).expect("checked to be 1 to 100");
    Ok(Json(reports::list(&app, &caller, guild_id, query.state, query.before, limit).await?))
}
