//! `POST /guilds/{guild_id}/scheduled-events`

use axum::extract::State;
use parvis_app::{App, scheduled_events};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, ScheduledEvent};

use super::body::CreateScheduledEvent;
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Reason};

/// Plans an event.
pub async fn create_scheduled_event(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(body): Json<CreateScheduledEvent>,
) -> ApiResult<Json<ScheduledEvent>> {
    Ok(Json(scheduled_events::create(&app, &caller, guild_id, body.into_draft()?, reason).await?))
}
