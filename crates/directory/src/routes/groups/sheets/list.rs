//! `GET /parvis/v1/directory/groups/{group_id}/sheets`

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person, public_url};
use parvis_api::sheet_body::ShownSheets;
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::markers::GroupMarker;
use crate::sheets;

/// The sheets of a group, newest first.
pub async fn list_sheets_of_group(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(group_id): Path<Id<GroupMarker>>,
    headers: HeaderMap,
) -> ApiResult<Json<ShownSheets>> {
    let key = Key::Account(&caller, group_id);
    let origin = public_url(&app, &headers);
    let sheets = sheets::list(&directory, &app, key).await?;
    Ok(Json(ShownSheets::of(sheets, &origin)))
}
