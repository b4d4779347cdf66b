//! `POST /parvis/v1/guilds/{guild_id}/switches/log/{entry_id}/undo`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Auth, Json, Path};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;

use crate::log::{self, LogMarker, Undone};

/// Lets somebody write who waits, or invites again who was sent away.
pub async fn undo_entry(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, entry_id)): Path<(Id<GuildMarker>, Id<LogMarker>)>,
) -> ApiResult<Json<Undone>> {
    Ok(Json(log::undo(&app, &caller, guild_id, entry_id).await?))
}
