//! `GET /parvis/v1/directory/groups/{group_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, MaybeAuth, Path};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::groups;
use crate::markers::GroupMarker;

/// One group.
pub async fn get_group(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    MaybeAuth(caller): MaybeAuth,
    Path(group_id): Path<Id<GroupMarker>>,
) -> ApiResult<Json<groups::shown::ShownGroup>> {
    Ok(Json(groups::get(&directory, &app, caller.as_ref(), group_id).await?))
}
