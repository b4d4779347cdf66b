//! `POST /parvis/v1/guard/lists/subscriptions/{subscription_id}/effect`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::lists::proposals::Opened;
use crate::lists::subscriptions;
use crate::tables::lists::signed::SubscriptionMarker;

/// What was shown.
#[derive(Debug, Deserialize)]
pub struct CarryOut {
    digest: String,
}

/// Opens the cases that a list proposes, exactly those that were shown.
pub async fn carry_out_effect(
    State(app): State<App>,
    Person(caller): Person,
    Path(subscription_id): Path<Id<SubscriptionMarker>>,
    Json(body): Json<CarryOut>,
) -> ApiResult<Json<Opened>> {
    Ok(Json(subscriptions::carry_out(&app, &caller, subscription_id, body.digest).await?))
}
