//! `GET /parvis/v1/users/@me/calendar`

use axum::extract::State;
use parvis_app::{App, scheduled_events};
use parvis_model::CalendarAddress;

use crate::error::ApiResult;
use crate::extract::{Json, Person};

/// Whether the caller's calendar has an address, and since when.
pub async fn get_calendar_address(
    State(app): State<App>,
    Person(caller): Person,
) -> ApiResult<Json<CalendarAddress>> {
    Ok(Json(scheduled_events::address(&app, &caller).await?))
}
