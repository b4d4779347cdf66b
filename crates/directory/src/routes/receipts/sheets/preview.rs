//! `POST /parvis/v1/directory/receipts/{receipt}/sheets/preview`

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use parvis_api::drawn::Svg;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, public_url};
use parvis_api::sheet_body::SheetBody;
use parvis_app::App;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::sheets;

/// What a sheet would look like. Nothing is kept of it. By the private link.
pub async fn preview_sheet_by_receipt(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Path(receipt): Path<String>,
    headers: HeaderMap,
    Json(body): Json<SheetBody>,
) -> ApiResult<Svg> {
    let key = Key::Receipt(&receipt);
    let origin = public_url(&app, &headers);
    Ok(Svg(sheets::preview(&directory, &app, key, body.into_draft()?, &origin).await?))
}
