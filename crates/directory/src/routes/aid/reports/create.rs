//! `POST /parvis/v1/directory/aid/{aid_id}/reports`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, MaybeAuth, NoContent, Path};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::aid::reports::{self, ReportBody};
use crate::markers::AidMarker;

/// Reports a listing.
pub async fn report_listing(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    MaybeAuth(caller): MaybeAuth,
    Path(aid_id): Path<Id<AidMarker>>,
    Json(body): Json<ReportBody>,
) -> ApiResult<NoContent> {
    reports::create(&directory, &app, caller.as_ref(), aid_id, body).await?;
    Ok(NoContent)
}
