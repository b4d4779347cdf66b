//! `POST /parvis/v1/guard/orders/{order_id}/impossibility`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::OrderMarker;
use serde::Deserialize;

use super::{TEXT_CHARS_MAX, text};
use crate::orders::words::Impossibility;
use crate::orders::{self, ShownOrder};

/// Why.
#[derive(Debug, Deserialize)]
pub struct RefuseOrder {
    ground: Impossibility,
    text: String,
}

/// Says why an order could not be executed.
pub async fn refuse_order(
    State(app): State<App>,
    Person(caller): Person,
    Path(order_id): Path<Id<OrderMarker>>,
    Json(body): Json<RefuseOrder>,
) -> ApiResult<Json<ShownOrder>> {
    let said = text("text", &body.text, 1, TEXT_CHARS_MAX)?;
    Ok(Json(orders::refuse(&app, &caller, order_id, body.ground, said).await?))
}
