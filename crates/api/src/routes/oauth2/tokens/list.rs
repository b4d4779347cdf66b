//! `GET /oauth2/tokens`

use axum::extract::State;
use parvis_app::{App, grants};
use parvis_model::Authorization;

use crate::error::ApiResult;
use crate::extract::{Json, Person};

/// Applications to which the caller has granted something.
pub async fn list_authorizations(
    State(app): State<App>,
    Person(caller): Person,
) -> ApiResult<Json<Vec<Authorization>>> {
    Ok(Json(grants::list(&app, &caller).await?))
}
