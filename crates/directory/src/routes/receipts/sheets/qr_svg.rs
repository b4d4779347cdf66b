//! `GET /parvis/v1/directory/receipts/{receipt}/sheets/{sheet_id}/qr.svg`

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use parvis_api::drawn::QrSvg;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Path, public_url};
use parvis_app::App;
use parvis_app::sheets::paper;
use parvis_model::Id;
use parvis_model::marker::SheetMarker;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::sheets;

/// A sheet's code alone, as a drawing. By the private link.
pub async fn get_sheet_qr_svg_by_receipt(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Path((receipt, sheet_id)): Path<(String, Id<SheetMarker>)>,
    headers: HeaderMap,
) -> ApiResult<QrSvg> {
    let key = Key::Receipt(&receipt);
    let origin = public_url(&app, &headers);
    let sheet = sheets::on_paper(&directory, &app, key, sheet_id, &origin).await?;
    Ok(QrSvg(paper::code(&sheet)?))
}
