//! `DELETE /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions/{exception_id}`

use axum::extract::State;
use parvis_app::{App, scheduled_events};
use parvis_model::Id;
use parvis_model::marker::{GenericMarker, GuildMarker, ScheduledEventMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path, Reason};

type ExceptionPath = (Id<GuildMarker>, Id<ScheduledEventMarker>, Id<GenericMarker>);

/// Makes an occurrence like the others again.
pub async fn delete_exception(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, event_id, exception_id)): Path<ExceptionPath>,
    Reason(reason): Reason,
) -> ApiResult<NoContent> {
    scheduled_events::delete_exception(&app, &caller, guild_id, event_id, exception_id, reason).await?;
    Ok(NoContent)
}
