//! `GET /parvis/v1/guard/lists/subscriptions`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;

use crate::lists::subscriptions::{self, ShownSubscription};

/// The lists of other instances that the house follows, the last followed first.
pub async fn list_subscriptions(
    State(app): State<App>,
    Person(caller): Person,
) -> ApiResult<Json<Vec<ShownSubscription>>> {
    Ok(Json(subscriptions::all(&app, &caller).await?))
}
