//! `PUT /parvis/v1/guard/action-days/{action_day_id}/pause`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::action_days::shown::ShownDay;
use crate::action_days::{ActionDays, manage};
use crate::tables::action_days::ActionDayMarker;

/// Stops a day between two of its steps.
pub async fn pause_action_day(
    State(app): State<App>,
    Extension(action_days): Extension<ActionDays>,
    Person(caller): Person,
    Path(action_day_id): Path<Id<ActionDayMarker>>,
) -> ApiResult<Json<ShownDay>> {
    Ok(Json(manage::pause(&action_days, &app, &caller, action_day_id, true).await?))
}
