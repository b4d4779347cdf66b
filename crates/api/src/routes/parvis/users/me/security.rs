//! `GET /parvis/v1/users/@me/security`

use axum::extract::State;
use parvis_app::{App, factors};
use parvis_model::SecondFactors;

use crate::error::ApiResult;
use crate::extract::{Json, Person};

/// What guards the caller's account beside its password.
pub async fn get_security(State(app): State<App>, Person(caller): Person) -> ApiResult<Json<SecondFactors>> {
    Ok(Json(factors::of_caller(&app, &caller).await?))
}
