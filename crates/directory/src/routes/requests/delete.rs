//! `DELETE /parvis/v1/directory/requests/{receipt}`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path};
use parvis_app::App;

use crate::requests;

/// Takes a request back.
pub async fn delete_request(State(app): State<App>, Path(receipt): Path<String>) -> ApiResult<NoContent> {
    requests::delete(&app, &receipt).await?;
    Ok(NoContent)
}
