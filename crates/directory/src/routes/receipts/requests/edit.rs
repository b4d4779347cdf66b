//! `PATCH /parvis/v1/directory/receipts/{receipt}/requests/{request_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, NoContent, Path};
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::markers::RequestMarker;
use crate::requests::{self, Answer};

/// The decision.
#[derive(Debug, Deserialize)]
pub struct AnswerBody {
    state: Answer,
}

/// Lets somebody into a group, or not. By the private link.
pub async fn decide_request_by_receipt(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Path((receipt, request_id)): Path<(String, Id<RequestMarker>)>,
    Json(body): Json<AnswerBody>,
) -> ApiResult<NoContent> {
    requests::decide(&directory, &app, Key::Receipt(&receipt), request_id, body.state).await?;
    Ok(NoContent)
}
