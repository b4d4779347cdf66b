//! `PATCH /parvis/v1/directory/groups/{group_id}/sheets/{sheet_id}`

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person, public_url};
use parvis_api::sheet_body::{LabelBody, ShownSheet};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::SheetMarker;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::markers::GroupMarker;
use crate::sheets;

/// Says anew where a sheet hangs.
pub async fn edit_sheet_of_group(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path((group_id, sheet_id)): Path<(Id<GroupMarker>, Id<SheetMarker>)>,
    headers: HeaderMap,
    Json(body): Json<LabelBody>,
) -> ApiResult<Json<ShownSheet>> {
    let key = Key::Account(&caller, group_id);
    let origin = public_url(&app, &headers);
    let sheet = sheets::set_label(&directory, &app, key, sheet_id, body.into_label()?).await?;
    Ok(Json(ShownSheet::of(sheet, &origin)))
}
