//! `PUT /applications/{application_id}/guilds/{guild_id}/commands`

use axum::extract::State;
use parvis_app::commands::Scope;
use parvis_app::{App, commands};
use parvis_model::marker::{ApplicationMarker, GuildMarker};
use parvis_model::{ApplicationCommand, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};
use crate::routes::applications::commands::body::{CommandBody, into_list};

/// Makes these the only commands of an application in one guild.
pub async fn overwrite_guild_commands(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((application_id, guild_id)): Path<(Id<ApplicationMarker>, Id<GuildMarker>)>,
    Json(bodies): Json<Option<Vec<CommandBody>>>,
) -> ApiResult<Json<Vec<ApplicationCommand>>> {
    let scope = Scope { application_id, guild_id: Some(guild_id) };
    Ok(Json(commands::overwrite(&app, &caller, scope, into_list(bodies)?).await?))
}
