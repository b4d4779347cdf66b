//! `PATCH /parvis/v1/guard/lists/subscriptions/{subscription_id}`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_watchlists::effect::Mode;
use serde::Deserialize;

use crate::lists::subscriptions::{self, ShownSubscription};
use crate::tables::lists::signed::SubscriptionMarker;

/// What is done with its entries.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditSubscription {
    mode: Option<Mode>,
    ignored: Option<Vec<String>>,
}

/// Changes what is done with a list that is followed.
pub async fn edit_subscription(
    State(app): State<App>,
    Person(caller): Person,
    Path(subscription_id): Path<Id<SubscriptionMarker>>,
    Json(body): Json<EditSubscription>,
) -> ApiResult<Json<ShownSubscription>> {
    Ok(Json(subscriptions::edit(&app, &caller, subscription_id, body.mode, body.ignored).await?))
}
