//! `PATCH /applications/{application_id}/commands/{command_id}`

use axum::extract::State;
use parvis_app::commands::Scope;
use parvis_app::{App, commands};
use parvis_model::marker::{ApplicationMarker, CommandMarker};
use parvis_model::{ApplicationCommand, Id};

use super::body::CommandBody;
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// Changes a command.
pub async fn edit_command(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((application_id, command_id)): Path<(Id<ApplicationMarker>, Id<CommandMarker>)>,
    Json(body): Json<CommandBody>,
) -> ApiResult<Json<ApplicationCommand>> {
    let scope = Scope { application_id, guild_id: None };
    Ok(Json(commands::edit(&app, &caller, scope, command_id, body.into_edit()).await?))
}
