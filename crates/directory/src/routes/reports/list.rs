//! `GET /parvis/v1/directory/reports`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person, Query};
use parvis_app::App;
use parvis_model::Id;
use serde::{Deserialize, Serialize};

use crate::markers::GroupReportMarker;
use crate::reports::{self, ReportState, ShownReport};
use crate::routes::page_limit;

/// Which part of the list.
#[derive(Debug, Deserialize)]
pub struct PageQuery {
    #[serde(default)]
    state: ReportState,
    before: Option<Id<GroupReportMarker>>,
    limit: Option<i64>,
}

const LIMIT_MAX: usize = 100;

/// The newest first.
#[derive(Debug, Serialize)]
pub struct ReportList {
    reports: Vec<ShownReport>,
}

/// A page of the reports of groups.
pub async fn list_group_reports(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<PageQuery>,
) -> ApiResult<Json<ReportList>> {
    let limit = page_limit(query.limit, LIMIT_MAX)? as u32;
    Ok(Json(ReportList { reports: reports::list(&app, &caller, query.state, query.before, limit).await? }))
}
