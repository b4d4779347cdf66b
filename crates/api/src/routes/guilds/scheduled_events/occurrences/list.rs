//! `GET /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/{guild_scheduled_event_exception_id}/users`

use axum::extract::State;
use parvis_app::{App, scheduled_events};
use parvis_model::marker::{GenericMarker, GuildMarker, ScheduledEventMarker};
use parvis_model::{Id, ScheduledEventUser};

use super::super::users::list::EventUsersQuery;
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Query};

type ExceptionPath = (Id<GuildMarker>, Id<ScheduledEventMarker>, Id<GenericMarker>);

/// Those who are interested in one occurrence of an event alone.
pub async fn list_occurrence_users(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, event_id, exception_id)): Path<ExceptionPath>,
    Query(query): Query<EventUsersQuery>,
) -> ApiResult<Json<Vec<ScheduledEventUser>>> {
    let query = query.read()?;
    Ok(Json(scheduled_events::users(&app, &caller, guild_id, event_id, Some(exception_id), query).await?))
}
