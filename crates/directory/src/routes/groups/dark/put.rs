//! `PUT /parvis/v1/directory/groups/{group_id}/dark`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::groups::keeping;
use crate::markers::GroupMarker;

/// Hides a group everywhere.
pub async fn darken_group(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(group_id): Path<Id<GroupMarker>>,
) -> ApiResult<NoContent> {
    keeping::set_dark(&directory, &app, Key::Account(&caller, group_id), true).await?;
    Ok(NoContent)
}
