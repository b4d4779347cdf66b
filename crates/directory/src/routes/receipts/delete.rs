//! `DELETE /parvis/v1/directory/receipts/{receipt}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path};
use parvis_app::App;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::groups::keeping;

/// Takes a group back for good. By the private link.
pub async fn withdraw_by_receipt(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Path(receipt): Path<String>,
) -> ApiResult<NoContent> {
    keeping::withdraw(&directory, &app, Key::Receipt(&receipt)).await?;
    Ok(NoContent)
}
