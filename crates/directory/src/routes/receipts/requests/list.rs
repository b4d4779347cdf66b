//! `GET /parvis/v1/directory/receipts/{receipt}/requests`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path};
use parvis_app::App;
use serde::Serialize;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::requests::{self, ShownRequest};

/// Those that wait, the oldest first.
#[derive(Debug, Serialize)]
pub struct RequestList {
    requests: Vec<ShownRequest>,
}

/// Who wants to be let into a group. By the private link.
pub async fn list_requests_by_receipt(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Path(receipt): Path<String>,
) -> ApiResult<Json<RequestList>> {
    Ok(Json(RequestList { requests: requests::list(&directory, &app, Key::Receipt(&receipt)).await? }))
}
