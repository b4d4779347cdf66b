//! `GET /parvis/v1/guilds/{guild_id}/permissions`

use axum::extract::State;
use parvis_app::App;
use parvis_app::permissions::{self, Subject};
use parvis_model::marker::{ChannelMarker, GuildMarker, RoleMarker, UserMarker};
use parvis_model::{ExplainedPermissions, Id};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_field};
use crate::extract::{Auth, Json, Path, Query};

/// Whose permissions, and where: without `user_id` and `role_id` the caller's, without a channel in the whole guild.
#[derive(Debug, Deserialize)]
pub struct PermissionsQuery {
    user_id: Option<Id<UserMarker>>,
    role_id: Option<Id<RoleMarker>>,
    channel_id: Option<Id<ChannelMarker>>,
}

/// What a member, or whoever has one role, may do somewhere, and why.
pub async fn get_permissions(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Query(query): Query<PermissionsQuery>,
) -> ApiResult<Json<ExplainedPermissions>> {
    let subject = match (query.user_id, query.role_id) {
        (Some(_), Some(_)) => {
            let message = "Either user_id or role_id is explained, not both.";
            return Err(invalid_field("role_id", "ONE_OF_TWO", message));
        }
        (None, Some(role_id)) => Subject::Role(role_id),
        (user_id, None) => Subject::Member(user_id.unwrap_or(caller.user_id)),
    };
    Ok(Json(permissions::explain(&app, &caller, guild_id, subject, query.channel_id).await?))
}
