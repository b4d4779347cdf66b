//! `GET /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}`

use axum::extract::State;
use parvis_app::{App, scheduled_events};
use parvis_model::marker::{GuildMarker, ScheduledEventMarker};
use parvis_model::{Id, ScheduledEvent};

use super::list::CountQuery;
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Query};

/// One event, also one that is over.
pub async fn get_scheduled_event(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, event_id)): Path<(Id<GuildMarker>, Id<ScheduledEventMarker>)>,
    Query(query): Query<CountQuery>,
) -> ApiResult<Json<ScheduledEvent>> {
    Ok(Json(scheduled_events::get(&app, &caller, guild_id, event_id, query.with_user_count.0).await?))
}
