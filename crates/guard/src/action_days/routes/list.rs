//! `GET /parvis/v1/guard/action-days`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person, Query};
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::action_days::manage::{self, Days};
use crate::routes::page_limit;
use crate::tables::action_days::ActionDayMarker;

/// Which of them.
#[derive(Debug, Deserialize)]
pub struct ActionDaysQuery {
    before: Option<Id<ActionDayMarker>>,
    limit: Option<i64>,
}

/// Action days, newest first.
pub async fn list_action_days(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<ActionDaysQuery>,
) -> ApiResult<Json<Days>> {
    let limit = page_limit(query.limit)?;
    Ok(Json(manage::list(&app, &caller, query.before, limit).await?))
}
