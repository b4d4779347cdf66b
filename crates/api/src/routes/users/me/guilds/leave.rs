//! `DELETE /users/@me/guilds/{guild_id}`

use axum::extract::State;
use parvis_app::{App, members};
use parvis_model::Id;
use parvis_model::marker::GuildMarker;

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path};

/// Leaves a guild.
pub async fn leave_guild(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<NoContent> {
    members::leave(&app, &caller, guild_id).await?;
    Ok(NoContent)
}
