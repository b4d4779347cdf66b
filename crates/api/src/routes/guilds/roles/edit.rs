//! `PATCH /guilds/{guild_id}/roles/{role_id}`

use axum::extract::State;
use parvis_app::{App, roles};
use parvis_model::marker::{GuildMarker, RoleMarker};
use parvis_model::{Id, Role};

use super::body::RoleBody;
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Reason};

/// Changes a role.
pub async fn edit_role(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, role_id)): Path<(Id<GuildMarker>, Id<RoleMarker>)>,
    Reason(reason): Reason,
    Json(body): Json<RoleBody>,
) -> ApiResult<Json<Role>> {
    Ok(Json(roles::edit(&app, &caller, guild_id, role_id, body.into_edit()?, reason).await?))
}
