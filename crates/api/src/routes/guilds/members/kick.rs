//! `DELETE /guilds/{guild_id}/members/{user_id}`

use axum::extract::State;
use parvis_app::{App, members};
use parvis_model::Id;
use parvis_model::marker::{GuildMarker, UserMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path, Reason};

/// Removes a member, who may come back.
pub async fn kick_member(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, user_id)): Path<(Id<GuildMarker>, Id<UserMarker>)>,
    Reason(reason): Reason,
) -> ApiResult<NoContent> {
    members::kick(&app, &caller, guild_id, user_id, reason).await?;
    Ok(NoContent)
}
