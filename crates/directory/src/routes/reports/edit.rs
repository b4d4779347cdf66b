//! `PATCH /parvis/v1/directory/reports/{report_id}`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::markers::GroupReportMarker;
use crate::reports::{self, ShownReport};

/// Closes a report of a group.
pub async fn close_group_report(
    State(app): State<App>,
    Person(caller): Person,
    Path(report_id): Path<Id<GroupReportMarker>>,
) -> ApiResult<Json<ShownReport>> {
    Ok(Json(reports::close(&app, &caller, report_id).await?))
}
