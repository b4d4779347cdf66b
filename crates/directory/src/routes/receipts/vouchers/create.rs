//! `POST /parvis/v1/directory/receipts/{receipt}/vouchers`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Created, Path};
use parvis_app::App;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::vouchers::{self, Made};

/// Answers for somebody. By the private link.
pub async fn create_voucher_by_receipt(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Path(receipt): Path<String>,
) -> ApiResult<Created<Made>> {
    Ok(Created(vouchers::create(&directory, &app, Key::Receipt(&receipt)).await?))
}
