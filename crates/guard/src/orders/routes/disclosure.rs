//! `PUT /parvis/v1/guard/orders/{order_id}/disclosure`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::marker::OrderMarker;
use parvis_model::{Id, Timestamp};
use serde::Deserialize;

use crate::orders::{self, ShownOrder};

/// Until when the person is not told; null is now.
#[derive(Debug, Deserialize)]
pub struct DiscloseOrder {
    until: Option<Timestamp>,
}

/// Says until when the person is not told.
pub async fn disclose_order(
    State(app): State<App>,
    Person(caller): Person,
    Path(order_id): Path<Id<OrderMarker>>,
    Json(body): Json<DiscloseOrder>,
) -> ApiResult<Json<ShownOrder>> {
    Ok(Json(orders::disclose(&app, &caller, order_id, body.until).await?))
}
