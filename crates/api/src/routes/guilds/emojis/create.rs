//! `POST /guilds/{guild_id}/emojis`

use axum::extract::State;
use parvis_app::{App, emojis};
use parvis_model::marker::GuildMarker;
use parvis_model::{Emoji, Id};

use super::body::CreateEmoji;
use crate::error::ApiResult;
use crate::extract::{Auth, Created, Json, Path, Reason};

/// Makes an emoji of a guild.
pub async fn create_emoji(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(body): Json<CreateEmoji>,
) -> ApiResult<Created<Emoji>> {
    Ok(Created(emojis::create(&app, &caller, guild_id, body.into_draft()?, reason).await?))
}
