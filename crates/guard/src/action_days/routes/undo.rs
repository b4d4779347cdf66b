//! `POST /parvis/v1/guard/action-days/{action_day_id}/undo`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::action_days::shown::ShownDay;
use crate::action_days::{ActionDays, manage};
use crate::limits;
use crate::routes::text;
use crate::tables::action_days::ActionDayMarker;

/// Why.
#[derive(Debug, Deserialize)]
pub struct UndoActionDay {
    reason: String,
}

/// Takes a whole day back.
pub async fn undo_action_day(
    State(app): State<App>,
    Extension(action_days): Extension<ActionDays>,
    Person(caller): Person,
    Path(action_day_id): Path<Id<ActionDayMarker>>,
    Json(body): Json<UndoActionDay>,
) -> ApiResult<Json<ShownDay>> {
    let reason = text("reason", &body.reason, 1, limits::GROUND_CHARS_MAX)?;
    Ok(Json(manage::undo(&action_days, &app, &caller, action_day_id, reason).await?))
}
