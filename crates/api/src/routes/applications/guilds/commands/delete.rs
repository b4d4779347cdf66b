//! `DELETE /applications/{application_id}/guilds/{guild_id}/commands/{command_id}`

use axum::extract::State;
use parvis_app::commands::Scope;
use parvis_app::{App, commands};
use parvis_model::Id;
use parvis_model::marker::{ApplicationMarker, CommandMarker, GuildMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path};

/// Deletes a command in one guild.
pub async fn delete_guild_command(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((application_id, guild_id, command_id)): Path<(
        Id<ApplicationMarker>,
        Id<GuildMarker>,
        Id<CommandMarker>,
    )>,
) -> ApiResult<NoContent> {
    let scope = Scope { application_id, guild_id: Some(guild_id) };
    commands::delete(&app, &caller, scope, command_id).await?;
    Ok(NoContent)
}
