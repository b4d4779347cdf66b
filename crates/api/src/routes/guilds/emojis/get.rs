//! `GET /guilds/{guild_id}/emojis/{emoji_id}`

use axum::extract::State;
use parvis_app::{App, emojis};
use parvis_model::marker::{EmojiMarker, GuildMarker};
use parvis_model::{Emoji, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// One emoji of a guild.
pub async fn get_emoji(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, emoji_id)): Path<(Id<GuildMarker>, Id<EmojiMarker>)>,
) -> ApiResult<Json<Emoji>> {
    Ok(Json(emojis::get(&app, &caller, guild_id, emoji_id).await?))
}
