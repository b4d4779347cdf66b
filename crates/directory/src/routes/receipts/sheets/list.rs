//! `GET /parvis/v1/directory/receipts/{receipt}/sheets`

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, public_url};
use parvis_api::sheet_body::ShownSheets;
use parvis_app::App;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::sheets;

/// The sheets of a group, newest first. By the private link.
pub async fn list_sheets_by_receipt(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Path(receipt): Path<String>,
    headers: HeaderMap,
) -> ApiResult<Json<ShownSheets>> {
    let key = Key::Receipt(&receipt);
    let origin = public_url(&app, &headers);
    let sheets = sheets::list(&directory, &app, key).await?;
    Ok(Json(ShownSheets::of(sheets, &origin)))
}
