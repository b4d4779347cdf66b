//! `GET /users/@me/settings`

use axum::extract::State;
use parvis_app::{App, settings};
use parvis_model::UserSettings;

use crate::error::ApiResult;
use crate::extract::{Json, Person};

/// The caller's settings.
pub async fn get_settings(State(app): State<App>, Person(caller): Person) -> ApiResult<Json<UserSettings>> {
    Ok(Json(settings::get(&app, &caller).await?))
}
