//! `POST /auth/logout`

use axum::extract::State;
use parvis_app::{App, accounts};

use crate::error::ApiResult;
use crate::extract::{NoContent, Person};

/// Ends the login with which the request came.
pub async fn log_out(State(app): State<App>, Person(caller): Person) -> ApiResult<NoContent> {
    accounts::log_out(&app, &caller).await?;
    Ok(NoContent)
}
