//! `GET /parvis/v1/guard/orders/{order_id}`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::OrderMarker;

use crate::orders::{self, ShownOrder};

/// One order.
pub async fn get_order(
    State(app): State<App>,
    Person(caller): Person,
    Path(order_id): Path<Id<OrderMarker>>,
) -> ApiResult<Json<ShownOrder>> {
    Ok(Json(orders::get(&app, &caller, order_id).await?))
}
