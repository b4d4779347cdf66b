//! `GET /guilds/{guild_id}/bans/{user_id}`

use axum::extract::State;
use parvis_app::{App, bans};
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Ban, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// One account's ban.
pub async fn get_ban(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, user_id)): Path<(Id<GuildMarker>, Id<UserMarker>)>,
) -> ApiResult<Json<Ban>> {
    Ok(Json(bans::get(&app, &caller, guild_id, user_id).await?))
}
