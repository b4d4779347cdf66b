//! `POST /parvis/v1/guard/action-days/{action_day_id}/approval`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::action_days::manage;
use crate::action_days::shown::ShownDay;
use crate::tables::action_days::ActionDayMarker;

/// What the caller looked at.
#[derive(Debug, Deserialize)]
pub struct ApproveActionDay {
    version: i64,
}

/// Approves what others decided.
pub async fn approve_action_day(
    State(app): State<App>,
    Person(caller): Person,
    Path(action_day_id): Path<Id<ActionDayMarker>>,
    Json(body): Json<ApproveActionDay>,
) -> ApiResult<Json<ShownDay>> {
    Ok(Json(manage::approve(&app, &caller, action_day_id, body.version).await?))
}
