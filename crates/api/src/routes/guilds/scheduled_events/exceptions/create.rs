//! `POST /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions`

use axum::extract::State;
use parvis_app::App;
use parvis_app::scheduled_events::{self, ExceptionDraft};
use parvis_model::marker::{GuildMarker, ScheduledEventMarker};
use parvis_model::{Id, ScheduledEventException, Timestamp};
use serde::Deserialize;

use super::edit::EditException;
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Reason};

/// Which occurrence, and what is different.
#[derive(Debug, Deserialize)]
pub struct CreateException {
    original_scheduled_start_time: Timestamp,
    #[serde(flatten)]
    edit: EditException,
}

/// Makes an occurrence different from the others.
pub async fn create_exception(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, event_id)): Path<(Id<GuildMarker>, Id<ScheduledEventMarker>)>,
    Reason(reason): Reason,
    Json(body): Json<CreateException>,
) -> ApiResult<Json<ScheduledEventException>> {
    let draft =
        ExceptionDraft { original_start: body.original_scheduled_start_time, edit: body.edit.into_edit() };
    Ok(Json(scheduled_events::create_exception(&app, &caller, guild_id, event_id, draft, reason).await?))
}
