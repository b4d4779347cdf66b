//! `POST /parvis/v1/guard/orders/{order_id}/answer`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::OrderMarker;
use serde::Deserialize;

use super::{TEXT_CHARS_MAX, text};
use crate::orders::{self, ShownOrder};

/// What the authority is told.
#[derive(Debug, Deserialize)]
pub struct AnswerReferral {
    text: String,
}

/// Closes a referral.
pub async fn answer_referral(
    State(app): State<App>,
    Person(caller): Person,
    Path(order_id): Path<Id<OrderMarker>>,
    Json(body): Json<AnswerReferral>,
) -> ApiResult<Json<ShownOrder>> {
    let said = text("text", &body.text, 1, TEXT_CHARS_MAX)?;
    Ok(Json(orders::answer(&app, &caller, order_id, said).await?))
}
