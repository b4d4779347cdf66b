//! `POST /guilds/{guild_id}/roles`

use axum::extract::State;
use parvis_app::{App, roles};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Role};

use super::body::RoleBody;
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Reason};

/// Makes a role.
pub async fn create_role(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(body): Json<RoleBody>,
) -> ApiResult<Json<Role>> {
    Ok(Json(roles::create(&app, &caller, guild_id, body.into_edit()?, reason).await?))
}
