//! `PUT /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users/@me`

use axum::extract::State;
use parvis_app::{App, scheduled_events};
use parvis_model::marker::{GuildMarker, ScheduledEventMarker};
use parvis_model::{Id, ScheduledEventUser};

use crate::error::ApiResult;
use crate::extract::{Json, Path, Person};

/// Says that the caller is interested.
pub async fn add_interest(
    State(app): State<App>,
    Person(caller): Person,
    Path((guild_id, event_id)): Path<(Id<GuildMarker>, Id<ScheduledEventMarker>)>,
) -> ApiResult<Json<ScheduledEventUser>> {
    Ok(Json(scheduled_events::add_interest(&app, &caller, guild_id, event_id, None).await?))
}
