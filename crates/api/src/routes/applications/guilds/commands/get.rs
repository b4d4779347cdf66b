//! `GET /applications/{application_id}/guilds/{guild_id}/commands/{command_id}`

use axum::extract::State;
use parvis_app::commands::Scope;
use parvis_app::{App, commands};
use parvis_model::marker::{ApplicationMarker, CommandMarker, GuildMarker};
use parvis_model::{ApplicationCommand, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// One command in one guild.
pub async fn get_guild_command(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((application_id, guild_id, command_id)): Path<(
        Id<ApplicationMarker>,
        Id<GuildMarker>,
        Id<CommandMarker>,
    )>,
) -> ApiResult<Json<ApplicationCommand>> {
    let scope = Scope { application_id, guild_id: Some(guild_id) };
    Ok(Json(commands::get(&app, &caller, scope, command_id).await?))
}
