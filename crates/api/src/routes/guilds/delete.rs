//! `DELETE /guilds/{guild_id}`, which some libraries call as `POST /guilds/{guild_id}/delete`

use axum::extract::State;
use parvis_app::{App, guilds};
use parvis_model::Id;
use parvis_model::marker::GuildMarker;

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path};

/// Deletes a guild with everything in it.
pub async fn delete_guild(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<NoContent> {
    guilds::delete(&app, &caller, guild_id).await?;
    Ok(NoContent)
}
