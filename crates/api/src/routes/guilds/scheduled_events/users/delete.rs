//! `DELETE /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users/@me`

use axum::extract::State;
use parvis_app::{App, scheduled_events};
use parvis_model::Id;
use parvis_model::marker::{GuildMarker, ScheduledEventMarker};

use crate::error::ApiResult;
use crate::extract::{NoContent, Path, Person};

/// Says that the caller is not interested, or no longer.
pub async fn remove_interest(
    State(app): State<App>,
    Person(caller): Person,
    Path((guild_id, event_id)): Path<(Id<GuildMarker>, Id<ScheduledEventMarker>)>,
) -> ApiResult<NoContent> {
    scheduled_events::remove_interest(&app, &caller, guild_id, event_id, None).await?;
    Ok(NoContent)
}
