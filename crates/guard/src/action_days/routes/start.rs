//! `POST /parvis/v1/guard/action-days/{action_day_id}/start`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::action_days::shown::ShownDay;
use crate::action_days::{ActionDays, manage};
use crate::tables::action_days::ActionDayMarker;

/// What the caller looked at.
#[derive(Debug, Deserialize)]
pub struct StartActionDay {
    version: i64,
}

/// Starts a day.
pub async fn start_action_day(
    State(app): State<App>,
    Extension(action_days): Extension<ActionDays>,
    Person(caller): Person,
    Path(action_day_id): Path<Id<ActionDayMarker>>,
    Json(body): Json<StartActionDay>,
) -> ApiResult<Json<ShownDay>> {
    Ok(Json(manage::start(&action_days, &app, &caller, action_day_id, body.version).await?))
}
