//! `POST /parvis/v1/directory/receipts/{receipt}/messages`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path};
use parvis_app::App;
use serde::Deserialize;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::groups::keeping::KeptGroup;
use crate::submissions;

/// What is said.
#[derive(Debug, Deserialize)]
pub struct MessageBody {
    pub(crate) text: String,
}

/// Says something to the moderators. By the private link.
pub async fn say_by_receipt(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Path(receipt): Path<String>,
    Json(body): Json<MessageBody>,
) -> ApiResult<Json<KeptGroup>> {
    Ok(Json(submissions::say(&directory, &app, Key::Receipt(&receipt), &body.text).await?))
}
