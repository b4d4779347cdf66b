//! `GET /parvis/v1/guard/lists/published`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::Json;
use parvis_app::App;

use crate::lists::publishing::{self, Catalogue};

/// The lists that this instance publishes, and whose signature counts. Needs no account.
pub async fn list_published_lists(State(app): State<App>) -> ApiResult<Json<Catalogue>> {
    Ok(Json(publishing::catalogue(&app).await?))
}
