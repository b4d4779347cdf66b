//! `GET /parvis/v1/directory/requests/{receipt}`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path};
use parvis_app::App;

use crate::requests::{self, OwnRequest};

/// How a request stands, by its private link.
pub async fn get_request(State(app): State<App>, Path(receipt): Path<String>) -> ApiResult<Json<OwnRequest>> {
    Ok(Json(requests::get(&app, &receipt).await?))
}
