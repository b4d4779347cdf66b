//! `DELETE /guilds/{guild_id}/bans/{user_id}`

use axum::extract::State;
use parvis_app::{App, bans};
use parvis_model::Id;
use parvis_model::marker::{GuildMarker, UserMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path, Reason};

/// Lifts a ban.
pub async fn delete_ban(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, user_id)): Path<(Id<GuildMarker>, Id<UserMarker>)>,
    Reason(reason): Reason,
) -> ApiResult<NoContent> {
    bans::unban(&app, &caller, guild_id, user_id, reason).await?;
    Ok(NoContent)
}
