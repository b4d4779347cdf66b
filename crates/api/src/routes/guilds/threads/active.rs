//! `GET /guilds/{guild_id}/threads/active`

use axum::extract::State;
use parvis_app::{App, threads};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Threads};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// The active threads of a guild that the caller may view.
pub async fn list_active_threads(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<Json<Threads>> {
    Ok(Json(threads::active(&app, &caller, guild_id).await?))
}
