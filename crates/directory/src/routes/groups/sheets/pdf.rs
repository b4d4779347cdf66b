//! `GET /parvis/v1/directory/groups/{group_id}/sheets/{sheet_id}/sheet.pdf`

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use parvis_api::drawn::Pdf;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Path, Person, public_url};
use parvis_app::App;
use parvis_app::sheets::paper;
use parvis_model::Id;
use parvis_model::marker::SheetMarker;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::markers::GroupMarker;
use crate::sheets;

/// A sheet for a printer.
pub async fn get_sheet_pdf_of_group(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path((group_id, sheet_id)): Path<(Id<GroupMarker>, Id<SheetMarker>)>,
    headers: HeaderMap,
) -> ApiResult<Pdf> {
    let key = Key::Account(&caller, group_id);
    let origin = public_url(&app, &headers);
    let sheet = sheets::on_paper(&directory, &app, key, sheet_id, &origin).await?;
    Ok(Pdf(paper::pdf(sheet).await?))
}
