//! `GET /parvis/v1/guard/orders`

use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Person, Query};
use parvis_app::App;
use parvis_model::marker::OrderMarker;
use parvis_model::{Id, words};
use parvis_rules::validate;
use serde::{Deserialize, Serialize};

use crate::orders::{self, PAGE_MAX, Page};

words! {
    /// Which orders.
    Which {
        /// Those that wait.
        Open = "open",
        /// Those that do not any more.
        Closed = "closed",
    }
}

/// Which of them.
#[derive(Debug, Deserialize)]
pub struct OrdersQuery {
    state: Option<Which>,
    before: Option<Id<OrderMarker>>,
    limit: Option<i64>,
}

/// Orders and referrals, newest first: without a state, those that wait.
pub async fn list_orders(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<OrdersQuery>,
) -> ApiResult<Json<Page>> {
    let limit = query.limit.unwrap_or(PAGE_MAX.into());
    validate::number("limit", limit, 1..=PAGE_MAX.into()).map_err(invalid_fields)?;
    let limit = usize::try_from(limit).expect("checked to be 1 or more");
    let is_open = query.state != Some(Which::Closed);
    Ok(Json(orders::list(&app, &caller, is_open, query.before, limit).await?))
}
