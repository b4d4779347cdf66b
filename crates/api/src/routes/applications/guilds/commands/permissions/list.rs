//! `GET /applications/{application_id}/guilds/{guild_id}/commands/permissions`

use axum::extract::State;
use parvis_app::{App, commands};
use parvis_model::marker::{ApplicationMarker, GuildMarker};
use parvis_model::{GuildCommandPermissions, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// Who may use the commands of an application in a guild.
pub async fn list_permissions(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((application_id, guild_id)): Path<(Id<ApplicationMarker>, Id<GuildMarker>)>,
) -> ApiResult<Json<Vec<GuildCommandPermissions>>> {
    Ok(Json(commands::list_permissions(&app, &caller, application_id, guild_id).await?))
}
