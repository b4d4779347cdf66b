//! `POST /parvis/v1/directory/groups/{group_id}/sheets`

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Created, Json, Path, Person, public_url};
use parvis_api::sheet_body::{SheetBody, ShownSheet};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::markers::GroupMarker;
use crate::sheets;

/// Makes a sheet of a group.
pub async fn create_sheet_of_group(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(group_id): Path<Id<GroupMarker>>,
    headers: HeaderMap,
    Json(body): Json<SheetBody>,
) -> ApiResult<Created<ShownSheet>> {
    let key = Key::Account(&caller, group_id);
    let origin = public_url(&app, &headers);
    let sheet = sheets::create(&directory, &app, key, body.into_draft()?, &origin).await?;
    Ok(Created(ShownSheet::of(sheet, &origin)))
}
