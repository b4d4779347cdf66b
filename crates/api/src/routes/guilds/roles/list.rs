//! `GET /guilds/{guild_id}/roles`

use axum::extract::State;
use parvis_app::{App, roles};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Role};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// All roles, from the lowest to the highest.
pub async fn list_roles(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<Json<Vec<Role>>> {
    Ok(Json(roles::list(&app, &caller, guild_id).await?))
}
