//! `GET /guilds/{guild_id}/roles/{role_id}`

use axum::extract::State;
use parvis_app::{App, roles};
use parvis_model::marker::{GuildMarker, RoleMarker};
use parvis_model::{Id, Role};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// One role.
pub async fn get_role(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, role_id)): Path<(Id<GuildMarker>, Id<RoleMarker>)>,
) -> ApiResult<Json<Role>> {
    Ok(Json(roles::get(&app, &caller, guild_id, role_id).await?))
}
