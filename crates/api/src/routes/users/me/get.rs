//! `GET /users/@me`

use axum::extract::State;
use parvis_app::{App, accounts};
use parvis_model::CurrentUser;

use crate::error::ApiResult;
use crate::extract::{Auth, Json};

/// The caller's own account.
pub async fn get_current_user(State(app): State<App>, Auth(caller): Auth) -> ApiResult<Json<CurrentUser>> {
    Ok(Json(accounts::current_user(&app, &caller).await?))
}
