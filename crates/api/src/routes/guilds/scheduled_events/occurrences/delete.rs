//! `DELETE /guilds/{guild_id}/scheduled-events/{event_id}/{exception_id}/users/@me`

use axum::extract::State;
use parvis_app::{App, scheduled_events};
use parvis_model::Id;
use parvis_model::marker::{GenericMarker, GuildMarker, ScheduledEventMarker};

use crate::error::ApiResult;
use crate::extract::{NoContent, Path, Person};

type ExceptionPath = (Id<GuildMarker>, Id<ScheduledEventMarker>, Id<GenericMarker>);

/// Says that the caller is not interested in one occurrence, or no longer.
pub async fn remove_occurrence_interest(
    State(app): State<App>,
    Person(caller): Person,
    Path((guild_id, event_id, exception_id)): Path<ExceptionPath>,
) -> ApiResult<NoContent> {
    scheduled_events::remove_interest(&app, &caller, guild_id, event_id, Some(exception_id)).await?;
    Ok(NoContent)
}
