//! `PATCH /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}`

use axum::extract::State;
use parvis_app::{App, scheduled_events};
use parvis_model::marker::{GuildMarker, ScheduledEventMarker};
use parvis_model::{Id, ScheduledEvent};

use super::body::EditScheduledEvent;
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Reason};

/// Changes an event, begins it, ends it or calls it off.
pub async fn edit_scheduled_event(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, event_id)): Path<(Id<GuildMarker>, Id<ScheduledEventMarker>)>,
    Reason(reason): Reason,
    Json(body): Json<EditScheduledEvent>,
) -> ApiResult<Json<ScheduledEvent>> {
    Ok(Json(scheduled_events::edit(&app, &caller, guild_id, event_id, body.into_edit()?, reason).await?))
}
