//! `GET /parvis/v1/users/@me/push-subscriptions`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;

use crate::subscriptions::{self, Shown};

/// The caller's subscriptions, the last login first.
pub async fn list_subscriptions(
    State(app): State<App>,
    Person(caller): Person,
) -> ApiResult<Json<Vec<Shown>>> {
    Ok(Json(subscriptions::list(&app, &caller).await?))
}
