//! `POST /parvis/v1/directory/receipts/{receipt}/confirmation`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path};
use parvis_app::App;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::groups::keeping::{self, KeptGroup};

/// Says that a group is still there. By the private link.
pub async fn confirm_by_receipt(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Path(receipt): Path<String>,
) -> ApiResult<Json<KeptGroup>> {
    Ok(Json(keeping::confirm(&directory, &app, Key::Receipt(&receipt)).await?))
}
