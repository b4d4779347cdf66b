//! `GET /guilds/{guild_id}/emojis`

use axum::extract::State;
use parvis_app::{App, emojis};
use parvis_model::marker::GuildMarker;
use parvis_model::{Emoji, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// The emojis of a guild.
pub async fn list_emojis(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<Json<Vec<Emoji>>> {
    Ok(Json(emojis::list(&app, &caller, guild_id).await?))
}
