//! `PUT /parvis/v1/directory/receipts/{receipt}/dark`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path};
use parvis_app::App;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::groups::keeping;

/// Hides a group everywhere. By the private link.
pub async fn darken_by_receipt(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Path(receipt): Path<String>,
) -> ApiResult<NoContent> {
    keeping::set_dark(&directory, &app, Key::Receipt(&receipt), true).await?;
    Ok(NoContent)
}
