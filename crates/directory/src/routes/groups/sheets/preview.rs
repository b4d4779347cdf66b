//! `POST /parvis/v1/directory/groups/{group_id}/sheets/preview`

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use parvis_api::drawn::Svg;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person, public_url};
use parvis_api::sheet_body::SheetBody;
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::markers::GroupMarker;
use crate::sheets;

/// What a sheet would look like. Nothing is kept of it.
pub async fn preview_sheet_of_group(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(group_id): Path<Id<GroupMarker>>,
    headers: HeaderMap,
    Json(body): Json<SheetBody>,
) -> ApiResult<Svg> {
    let key = Key::Account(&caller, group_id);
    let origin = public_url(&app, &headers);
    Ok(Svg(sheets::preview(&directory, &app, key, body.into_draft()?, &origin).await?))
}
