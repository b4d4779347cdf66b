//! `PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}`

use axum::extract::State;
use parvis_app::{App, members};
use parvis_model::Id;
use parvis_model::marker::{GuildMarker, RoleMarker, UserMarker};

use crate::error::ApiResult;
use crate::extract::{Auth, NoContent, Path, Reason};

/// Gives a role to a member.
pub async fn add_member_role(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, user_id, role_id)): Path<(Id<GuildMarker>, Id<UserMarker>, Id<RoleMarker>)>,
    Reason(reason): Reason,
) -> ApiResult<NoContent> {
    members::set_role(&app, &caller, guild_id, user_id, role_id, true, reason).await?;
    Ok(NoContent)
}
