//! `PUT /parvis/v1/guard/orders/{order_id}/authentication`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::OrderMarker;
use serde::Deserialize;

use super::text;
use crate::limits;
use crate::orders::words::Authentication;
use crate::orders::{self, ShownOrder};

/// What was found, and how.
#[derive(Debug, Deserialize)]
pub struct AuthenticateOrder {
    authentic: bool,
    method: Authentication,
    text: String,
}

/// Says that an order is authentic, or forged, and how that was found.
pub async fn authenticate_order(
    State(app): State<App>,
    Person(caller): Person,
    Path(order_id): Path<Id<OrderMarker>>,
    Json(body): Json<AuthenticateOrder>,
) -> ApiResult<Json<ShownOrder>> {
    let said = text("text", &body.text, 1, limits::PURPOSE_CHARS_MAX)?;
    Ok(Json(orders::authenticate(&app, &caller, order_id, body.authentic, body.method, said).await?))
}
