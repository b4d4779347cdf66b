//! `POST /parvis/v1/directory/receipts/{receipt}/sheets`

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Created, Json, Path, public_url};
use parvis_api::sheet_body::{SheetBody, ShownSheet};
use parvis_app::App;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::sheets;

/// Makes a sheet of a group. By the private link.
pub async fn create_sheet_by_receipt(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Path(receipt): Path<String>,
    headers: HeaderMap,
    Json(body): Json<SheetBody>,
) -> ApiResult<Created<ShownSheet>> {
    let key = Key::Receipt(&receipt);
    let origin = public_url(&app, &headers);
    let sheet = sheets::create(&directory, &app, key, body.into_draft()?, &origin).await?;
    Ok(Created(ShownSheet::of(sheet, &origin)))
}
