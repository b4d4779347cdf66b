//! `POST /parvis/v1/guard/lists/subscriptions/{subscription_id}/refresh`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::lists::subscriptions::{self, ShownSubscription};
use crate::tables::lists::signed::SubscriptionMarker;

/// Fetches a list that is followed now.
pub async fn refresh_subscription(
    State(app): State<App>,
    Person(caller): Person,
    Path(subscription_id): Path<Id<SubscriptionMarker>>,
) -> ApiResult<Json<ShownSubscription>> {
    Ok(Json(subscriptions::refresh(&app, &caller, subscription_id).await?))
}
