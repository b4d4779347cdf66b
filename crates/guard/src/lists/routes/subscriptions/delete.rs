//! `DELETE /parvis/v1/guard/lists/subscriptions/{subscription_id}`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::lists::subscriptions;
use crate::tables::lists::signed::SubscriptionMarker;

/// Follows a list no longer.
pub async fn unfollow_list(
    State(app): State<App>,
    Person(caller): Person,
    Path(subscription_id): Path<Id<SubscriptionMarker>>,
) -> ApiResult<NoContent> {
    subscriptions::unfollow(&app, &caller, subscription_id).await?;
    Ok(NoContent)
}
