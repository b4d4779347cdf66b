//! `PATCH /parvis/v1/directory/receipts/{receipt}/sheets/{sheet_id}`

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, public_url};
use parvis_api::sheet_body::{LabelBody, ShownSheet};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::SheetMarker;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::sheets;

/// Says anew where a sheet hangs. By the private link.
pub async fn edit_sheet_by_receipt(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Path((receipt, sheet_id)): Path<(String, Id<SheetMarker>)>,
    headers: HeaderMap,
    Json(body): Json<LabelBody>,
) -> ApiResult<Json<ShownSheet>> {
    let key = Key::Receipt(&receipt);
    let origin = public_url(&app, &headers);
    let sheet = sheets::set_label(&directory, &app, key, sheet_id, body.into_label()?).await?;
    Ok(Json(ShownSheet::of(sheet, &origin)))
}
