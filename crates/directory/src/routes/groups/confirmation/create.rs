//! `POST /parvis/v1/directory/groups/{group_id}/confirmation`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::groups::keeping::{self, KeptGroup};
use crate::markers::GroupMarker;

/// Says that a group is still there.
pub async fn confirm_group(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(group_id): Path<Id<GroupMarker>>,
) -> ApiResult<Json<KeptGroup>> {
    Ok(Json(keeping::confirm(&directory, &app, Key::Account(&caller, group_id)).await?))
}
