//! `DELETE /parvis/v1/directory/groups/{group_id}/sheets/{sheet_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::SheetMarker;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::markers::GroupMarker;
use crate::sheets;

/// Takes a sheet back: every copy of it leads nowhere.
pub async fn revoke_sheet_of_group(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path((group_id, sheet_id)): Path<(Id<GroupMarker>, Id<SheetMarker>)>,
) -> ApiResult<NoContent> {
    let key = Key::Account(&caller, group_id);
    sheets::revoke(&directory, &app, key, sheet_id).await?;
    Ok(NoContent)
}
