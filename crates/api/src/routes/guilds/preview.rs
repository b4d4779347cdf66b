//! `GET /guilds/{guild_id}/preview`

use axum::extract::State;
use parvis_app::{App, guilds};
use parvis_model::marker::GuildMarker;
use parvis_model::{GuildPreview, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// What may be seen of a guild before joining it.
pub async fn get_guild_preview(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<Json<GuildPreview>> {
    Ok(Json(guilds::preview(&app, &caller, guild_id).await?))
}
