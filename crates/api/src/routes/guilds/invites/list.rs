//! `GET /guilds/{guild_id}/invites`

use axum::extract::State;
use parvis_app::{App, invites};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Invite};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// The invitations to channels that the caller may view.
pub async fn list_guild_invites(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<Json<Vec<Invite>>> {
    Ok(Json(invites::of_guild(&app, &caller, guild_id).await?))
}
