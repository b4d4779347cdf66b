//! `PUT /parvis/v1/users/@me/calendar`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::{App, scheduled_events};
use parvis_model::CalendarAddress;

use crate::error::ApiResult;
use crate::extract::{Json, Person, public_url};

/// Gives the caller's calendar a new address; the old one is void.
pub async fn put_calendar_address(
    State(app): State<App>,
    Person(caller): Person,
    headers: HeaderMap,
) -> ApiResult<Json<CalendarAddress>> {
    let origin = public_url(&app, &headers);
    Ok(Json(scheduled_events::give_address(&app, &caller, &origin).await?))
}
