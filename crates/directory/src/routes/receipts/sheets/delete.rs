//! `DELETE /parvis/v1/directory/receipts/{receipt}/sheets/{sheet_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::SheetMarker;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::sheets;

/// Takes a sheet back: every copy of it leads nowhere. By the private link.
pub async fn revoke_sheet_by_receipt(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Path((receipt, sheet_id)): Path<(String, Id<SheetMarker>)>,
) -> ApiResult<NoContent> {
    let key = Key::Receipt(&receipt);
    sheets::revoke(&directory, &app, key, sheet_id).await?;
    Ok(NoContent)
}
