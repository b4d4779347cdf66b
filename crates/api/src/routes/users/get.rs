//! `GET /users/{user_id}`

use axum::extract::State;
use parvis_app::{App, accounts};
use parvis_model::marker::UserMarker;
use parvis_model::{Id, User};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// What everybody may see of an account.
pub async fn get_user(
    State(app): State<App>,
    _: Auth,
    Path(user_id): Path<Id<UserMarker>>,
) -> ApiResult<Json<User>> {
    Ok(Json(accounts::user(&app, user_id).await?))
}
