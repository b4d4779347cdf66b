//! `GET /users/@me/guilds/{guild_id}/member`

use axum::extract::State;
use parvis_app::{App, members};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Member};

use crate::error::ApiResult;
use crate::extract::{GuildsMembersRead, Json, Path, Scoped};

/// The caller's own membership.
pub async fn get_current_member(
    State(app): State<App>,
    Scoped { caller, .. }: Scoped<GuildsMembersRead>,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<Json<Member>> {
    let member = members::get(&app, &caller, guild_id, caller.user_id).await?;
    Ok(Json(Member::clone(&member)))
}
