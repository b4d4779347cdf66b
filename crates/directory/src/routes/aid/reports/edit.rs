//! `PATCH /parvis/v1/directory/aid/reports/{report_id}`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::aid::reports::{self, ShownReport};
use crate::markers::AidReportMarker;

/// Closes a report of a listing.
pub async fn close_listing_report(
    State(app): State<App>,
    Person(caller): Person,
    Path(report_id): Path<Id<AidReportMarker>>,
) -> ApiResult<Json<ShownReport>> {
    Ok(Json(reports::close(&app, &caller, report_id).await?))
}
