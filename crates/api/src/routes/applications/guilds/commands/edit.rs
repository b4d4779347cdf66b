//! `PATCH /applications/{application_id}/guilds/{guild_id}/commands/{command_id}`

use axum::extract::State;
use parvis_app::commands::Scope;
use parvis_app::{App, commands};
use parvis_model::marker::{ApplicationMarker, CommandMarker, GuildMarker};
use parvis_model::{ApplicationCommand, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};
use crate::routes::applications::commands::body::CommandBody;

/// Changes a command in one guild.
pub async fn edit_guild_command(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((application_id, guild_id, command_id)): Path<(
        Id<ApplicationMarker>,
        Id<GuildMarker>,
        Id<CommandMarker>,
    )>,
    Json(body): Json<CommandBody>,
) -> ApiResult<Json<ApplicationCommand>> {
    let scope = Scope { application_id, guild_id: Some(guild_id) };
    Ok(Json(commands::edit(&app, &caller, scope, command_id, body.into_edit()).await?))
}
