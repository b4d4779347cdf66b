//! `GET /parvis/v1/directory/groups/{group_id}/versions`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use serde::Serialize;

use crate::groups::keeping::{self, ShownVersion};
use crate::markers::GroupMarker;

/// The last first.
#[derive(Debug, Serialize)]
pub struct VersionList {
    versions: Vec<ShownVersion>,
}

/// What a group has been.
pub async fn list_group_versions(
    State(app): State<App>,
    Person(caller): Person,
    Path(group_id): Path<Id<GroupMarker>>,
) -> ApiResult<Json<VersionList>> {
    Ok(Json(VersionList { versions: keeping::versions(&app, &caller, group_id).await? }))
}
