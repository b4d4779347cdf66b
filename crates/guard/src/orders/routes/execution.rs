//! `POST /parvis/v1/guard/orders/{order_id}/execution`

use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::OrderMarker;
use parvis_rules::validate::FieldError;
use serde::Deserialize;

use super::text;
use crate::limits;
use crate::orders::{self, Execution, ShownOrder};

/// What the person is told of what happened.
#[derive(Debug, Deserialize)]
pub struct ExecuteOrder {
    facts: String,
    /// Whether somebody considered that it may be news, art, research, or said against what it shows.
    context_considered: bool,
}

/// Removes what an authentic order names.
pub async fn execute_order(
    State(app): State<App>,
    Person(caller): Person,
    Path(order_id): Path<Id<OrderMarker>>,
    Json(body): Json<ExecuteOrder>,
) -> ApiResult<Json<ShownOrder>> {
    if !body.context_considered {
        let text = "Consider the context before you decide.";
        return Err(invalid_fields(FieldError::new("context_considered", "CONTEXT_NOT_CONSIDERED", text)));
    }
    let facts = text("facts", &body.facts, 1, limits::FACTS_CHARS_MAX)?;
    Ok(Json(orders::execute(&app, &caller, order_id, Execution { facts }).await?))
}
