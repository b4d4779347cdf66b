//! `GET /users/@me/relationships`

use axum::extract::State;
use parvis_app::{App, relationships};
use parvis_model::Relationship;

use crate::error::ApiResult;
use crate::extract::{Json, Person};

/// Friends, requests and blocks of the caller.
pub async fn list_relationships(
    State(app): State<App>,
    Person(caller): Person,
) -> ApiResult<Json<Vec<Relationship>>> {
    Ok(Json(relationships::list(&app, &caller).await?))
}
