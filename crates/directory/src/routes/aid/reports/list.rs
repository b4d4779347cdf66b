//! `GET /parvis/v1/directory/aid/reports`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person, Query};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use serde::{Deserialize, Serialize};

use crate::Directory;
use crate::aid::reports::{self, Filter, ShownReport};
use crate::markers::AidReportMarker;
use crate::reports::ReportState;
use crate::routes::page_limit;

const LIMIT_MAX: usize = 100;

/// Which part of the list.
#[derive(Debug, Deserialize)]
pub struct PageQuery {
    guild_id: Option<Id<GuildMarker>>,
    #[serde(default)]
    state: ReportState,
    before: Option<Id<AidReportMarker>>,
    limit: Option<i64>,
}

/// The newest first.
#[derive(Debug, Serialize)]
pub struct ReportList {
    reports: Vec<ShownReport>,
}

/// A page of the reports of listings.
pub async fn list_listing_reports(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Query(query): Query<PageQuery>,
) -> ApiResult<Json<ReportList>> {
    let limit = page_limit(query.limit, LIMIT_MAX)? as u32;
    let filter = Filter { guild_id: query.guild_id, state: query.state, before: query.before, limit };
    Ok(Json(ReportList { reports: reports::list(&directory, &app, &caller, filter).await? }))
}
