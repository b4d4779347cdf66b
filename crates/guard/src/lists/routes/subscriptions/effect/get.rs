//! `GET /parvis/v1/guard/lists/subscriptions/{subscription_id}/effect`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::lists::subscriptions::{self, ShownEffect};
use crate::tables::lists::signed::SubscriptionMarker;

/// What a list that is followed does here at this moment.
pub async fn get_effect(
    State(app): State<App>,
    Person(caller): Person,
    Path(subscription_id): Path<Id<SubscriptionMarker>>,
) -> ApiResult<Json<ShownEffect>> {
    Ok(Json(subscriptions::preview(&app, &caller, subscription_id).await?))
}
