//! `GET /guilds/{guild_id}/roles/member-counts`

use std::collections::HashMap;

use axum::extract::State;
use parvis_app::{App, roles};
use parvis_model::Id;
use parvis_model::marker::GuildMarker;

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// How many members hold each role.
pub async fn count_role_members(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<Json<HashMap<String, u32>>> {
    let counts = roles::member_counts(&app, &caller, guild_id).await?;
    Ok(Json(counts.into_iter().map(|(id, count)| (id.to_string(), count)).collect()))
}
