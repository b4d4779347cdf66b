//! `PATCH /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions/{exception_id}`

use axum::extract::State;
use parvis_app::App;
use parvis_app::scheduled_events::{self, ExceptionEdit};
use parvis_model::marker::{GenericMarker, GuildMarker, ScheduledEventMarker};
use parvis_model::{Field, Id, ScheduledEventException, Timestamp};
use serde::Deserialize;

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Reason};

type ExceptionPath = (Id<GuildMarker>, Id<ScheduledEventMarker>, Id<GenericMarker>);

/// What is different.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditException {
    scheduled_start_time: Field<Timestamp>,
    scheduled_end_time: Field<Timestamp>,
    is_canceled: Option<bool>,
}

impl EditException {
    /// The change.
    pub fn into_edit(self) -> ExceptionEdit {
        ExceptionEdit {
            start: self.scheduled_start_time.change(),
            end: self.scheduled_end_time.change(),
            is_canceled: self.is_canceled,
        }
    }
}

/// Changes how an occurrence differs from the others.
pub async fn edit_exception(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, event_id, exception_id)): Path<ExceptionPath>,
    Reason(reason): Reason,
    Json(body): Json<EditException>,
) -> ApiResult<Json<ScheduledEventException>> {
    let edit = body.into_edit();
    let edited =
        scheduled_events::edit_exception(&app, &caller, guild_id, event_id, exception_id, edit, reason);
    Ok(Json(edited.await?))
}
