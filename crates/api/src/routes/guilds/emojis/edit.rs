//! `PATCH /guilds/{guild_id}/emojis/{emoji_id}`

use axum::extract::State;
use parvis_app::{App, emojis};
use parvis_model::marker::{EmojiMarker, GuildMarker};
use parvis_model::{Emoji, Id};

use super::body::EditEmoji;
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Reason};

/// Changes an emoji of a guild.
pub async fn edit_emoji(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, emoji_id)): Path<(Id<GuildMarker>, Id<EmojiMarker>)>,
    Reason(reason): Reason,
    Json(body): Json<EditEmoji>,
) -> ApiResult<Json<Emoji>> {
    Ok(Json(emojis::edit(&app, &caller, guild_id, emoji_id, body.into_edit()?, reason).await?))
}
