//! `GET /applications/{application_id}/commands/{command_id}`

use axum::extract::State;
use parvis_app::commands::Scope;
use parvis_app::{App, commands};
use parvis_model::marker::{ApplicationMarker, CommandMarker};
use parvis_model::{ApplicationCommand, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// One command.
pub async fn get_command(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((application_id, command_id)): Path<(Id<ApplicationMarker>, Id<CommandMarker>)>,
) -> ApiResult<Json<ApplicationCommand>> {
    let scope = Scope { application_id, guild_id: None };
    Ok(Json(commands::get(&app, &caller, scope, command_id).await?))
}
