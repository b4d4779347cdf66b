//! `GET /parvis/v1/guard/action-days/{action_day_id}`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::action_days::manage;
use crate::action_days::shown::ShownDay;
use crate::tables::action_days::ActionDayMarker;

/// One day, with its clusters.
pub async fn get_action_day(
    State(app): State<App>,
    Person(caller): Person,
    Path(action_day_id): Path<Id<ActionDayMarker>>,
) -> ApiResult<Json<ShownDay>> {
    Ok(Json(manage::get(&app, &caller, action_day_id).await?))
}
