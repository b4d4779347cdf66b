//! `GET /applications`

use axum::extract::State;
use parvis_app::{App, applications};
use parvis_model::PrivateApplication;

use crate::error::ApiResult;
use crate::extract::{Json, Person};

/// The caller's applications.
pub async fn list_applications(
    State(app): State<App>,
    Person(caller): Person,
) -> ApiResult<Json<Vec<PrivateApplication>>> {
    Ok(Json(applications::list(&app, &caller).await?))
}
