//! `PUT /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/{guild_scheduled_event_exception_id}/users/@me`

use axum::extract::State;
use parvis_app::{App, scheduled_events};
use parvis_model::marker::{GenericMarker, GuildMarker, ScheduledEventMarker};
use parvis_model::{Id, ScheduledEventUser};

use crate::error::ApiResult;
use crate::extract::{Json, Path, Person};

type ExceptionPath = (Id<GuildMarker>, Id<ScheduledEventMarker>, Id<GenericMarker>);

/// Says that the caller is interested in one occurrence.
pub async fn add_occurrence_interest(
    State(app): State<App>,
    Person(caller): Person,
    Path((guild_id, event_id, exception_id)): Path<ExceptionPath>,
) -> ApiResult<Json<ScheduledEventUser>> {
    let user = scheduled_events::add_interest(&app, &caller, guild_id, event_id, Some(exception_id)).await?;
    Ok(Json(user))
}
