//! `POST /applications/{application_id}/guilds/{guild_id}/commands`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use parvis_app::commands::Scope;
use parvis_app::{App, commands};
use parvis_model::Id;
use parvis_model::marker::{ApplicationMarker, GuildMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, Created, Json, Path};
use crate::routes::applications::commands::body::CommandBody;

/// Makes a command in one guild: 201, or 200 when it takes the place of another one with its name.
pub async fn create_guild_command(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((application_id, guild_id)): Path<(Id<ApplicationMarker>, Id<GuildMarker>)>,
    Json(body): Json<CommandBody>,
) -> ApiResult<Response> {
    let scope = Scope { application_id, guild_id: Some(guild_id) };
    let (command, is_new) = commands::create(&app, &caller, scope, body.into_new()?).await?;
    Ok(if is_new { Created(command).into_response() } else { Json(command).into_response() })
}
