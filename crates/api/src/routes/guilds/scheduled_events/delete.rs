//! `DELETE /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}`

use axum::extract::State;
use parvis_app::{App, scheduled_events};
use parvis_model::Id;
use parvis_model::marker::{GuildMarker, ScheduledEventMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path, Reason};

/// Takes an event out of the guild's plans.
pub async fn delete_scheduled_event(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, event_id)): Path<(Id<GuildMarker>, Id<ScheduledEventMarker>)>,
    Reason(reason): Reason,
) -> ApiResult<NoContent> {
    scheduled_events::delete(&app, &caller, guild_id, event_id, reason).await?;
    Ok(NoContent)
}
