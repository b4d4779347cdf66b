//! `GET /parvis/v1/guard/statements/@me`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;

use crate::statements::{self, ShownStatement};

/// What the caller was told of decisions, newest first.
pub async fn list_own_statements(
    State(app): State<App>,
    Person(caller): Person,
) -> ApiResult<Json<Vec<ShownStatement>>> {
    Ok(Json(statements::mine(&app, &caller).await?))
}
