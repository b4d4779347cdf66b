//! `DELETE /applications/{application_id}/commands/{command_id}`

use axum::extract::State;
use parvis_app::commands::Scope;
use parvis_app::{App, commands};
use parvis_model::Id;
use parvis_model::marker::{ApplicationMarker, CommandMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path};

/// Deletes a command.
pub async fn delete_command(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((application_id, command_id)): Path<(Id<ApplicationMarker>, Id<CommandMarker>)>,
) -> ApiResult<NoContent> {
    let scope = Scope { application_id, guild_id: None };
    commands::delete(&app, &caller, scope, command_id).await?;
    Ok(NoContent)
}
