//! `GET /applications/@me`, also called `GET /oauth2/applications/@me`

use axum::extract::State;
use parvis_app::{App, applications};
use parvis_model::PrivateApplication;

use crate::error::ApiResult;
use crate::extract::{Bot, Json};

/// The application of the calling bot.
pub async fn get_own_application(
    State(app): State<App>,
    Bot(caller): Bot,
) -> ApiResult<Json<PrivateApplication>> {
    Ok(Json(applications::get(&app, &caller, caller.user_id.cast()).await?))
}
