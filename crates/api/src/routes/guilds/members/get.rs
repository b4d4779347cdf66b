//! `GET /guilds/{guild_id}/members/{user_id}`

use axum::extract::State;
use parvis_app::{App, members};
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{Id, Member};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// One member.
pub async fn get_member(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, user_id)): Path<(Id<GuildMarker>, Id<UserMarker>)>,
) -> ApiResult<Json<Member>> {
    let member = members::get(&app, &caller, guild_id, user_id).await?;
    Ok(Json(Member::clone(&member)))
}
