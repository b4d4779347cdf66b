//! `DELETE /guilds/{guild_id}/emojis/{emoji_id}`

use axum::extract::State;
use parvis_app::{App, emojis};
use parvis_model::Id;
use parvis_model::marker::{EmojiMarker, GuildMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path, Reason};

/// Deletes an emoji of a guild.
pub async fn delete_emoji(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, emoji_id)): Path<(Id<GuildMarker>, Id<EmojiMarker>)>,
    Reason(reason): Reason,
) -> ApiResult<NoContent> {
    emojis::delete(&app, &caller, guild_id, emoji_id, reason).await?;
    Ok(NoContent)
}
