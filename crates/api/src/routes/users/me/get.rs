//! `GET /users/@me`

use axum::extract::State;
use parvis_app::{App, accounts};
use parvis_model::CurrentUser;

use crate::error::ApiResult;
use crate::extract::{Identify, Json, Scoped};

/// The caller's own account.
pub async fn get_current_user(
    State(app): State<App>,
    Scoped { caller, .. }: Scoped<Identify>,
) -> ApiResult<Json<CurrentUser>> {
    Ok(Json(accounts::current_user(&app, &caller).await?))
}
