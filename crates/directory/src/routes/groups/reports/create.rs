//! `POST /parvis/v1/directory/groups/{group_id}/reports`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, MaybeAuth, NoContent, Path};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::markers::GroupMarker;
use crate::reports::{self, ReportBody};

/// Reports a group.
pub async fn report_group(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    MaybeAuth(caller): MaybeAuth,
    Path(group_id): Path<Id<GroupMarker>>,
    Json(body): Json<ReportBody>,
) -> ApiResult<NoContent> {
    reports::create(&directory, &app, caller.as_ref(), group_id, body).await?;
    Ok(NoContent)
}
