//! `DELETE /parvis/v1/users/@me/calendar`

use axum::extract::State;
use parvis_app::{App, scheduled_events};

use crate::error::ApiResult;
use crate::extract::{NoContent, Person};

/// Makes the address of the caller's calendar void.
pub async fn delete_calendar_address(State(app): State<App>, Person(caller): Person) -> ApiResult<NoContent> {
    scheduled_events::take_address(&app, &caller).await?;
    Ok(NoContent)
}
