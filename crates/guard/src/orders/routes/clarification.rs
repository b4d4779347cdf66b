//! `POST /parvis/v1/guard/orders/{order_id}/clarification`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::marker::OrderMarker;
use parvis_model::{Id, Timestamp};
use serde::Deserialize;

use super::{TEXT_CHARS_MAX, text, urls};
use crate::orders::{self, ShownOrder};

/// What the authority mended.
#[derive(Debug, Deserialize)]
pub struct ClarifyOrder {
    #[serde(default)]
    received_at: Option<Timestamp>,
    #[serde(default)]
    urls: Vec<String>,
    text: String,
}

/// Takes what an authority mended: a new hour begins.
pub async fn clarify_order(
    State(app): State<App>,
    Person(caller): Person,
    Path(order_id): Path<Id<OrderMarker>>,
    Json(body): Json<ClarifyOrder>,
) -> ApiResult<Json<ShownOrder>> {
    let said = text("text", &body.text, 1, TEXT_CHARS_MAX)?;
    let added = urls(body.urls, 0)?;
    Ok(Json(orders::clarify(&app, &caller, order_id, body.received_at, added, said).await?))
}
