//! `GET /applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions`

use axum::extract::State;
use parvis_app::{App, commands};
use parvis_model::marker::{ApplicationMarker, GenericMarker, GuildMarker};
use parvis_model::{GuildCommandPermissions, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// Who may use a command in a guild; with the application's id, who may use any of its commands.
pub async fn get_permissions(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((application_id, guild_id, target_id)): Path<(
        Id<ApplicationMarker>,
        Id<GuildMarker>,
        Id<GenericMarker>,
    )>,
) -> ApiResult<Json<GuildCommandPermissions>> {
    Ok(Json(commands::permissions_of(&app, &caller, application_id, guild_id, target_id).await?))
}
