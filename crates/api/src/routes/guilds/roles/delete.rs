//! `DELETE /guilds/{guild_id}/roles/{role_id}`

use axum::extract::State;
use parvis_app::{App, roles};
use parvis_model::Id;
use parvis_model::marker::{GuildMarker, RoleMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path, Reason};

/// Deletes a role.
pub async fn delete_role(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, role_id)): Path<(Id<GuildMarker>, Id<RoleMarker>)>,
    Reason(reason): Reason,
) -> ApiResult<NoContent> {
    roles::delete(&app, &caller, guild_id, role_id, reason).await?;
    Ok(NoContent)
}
