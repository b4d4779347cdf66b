//! `GET /guilds/{guild_id}`

use axum::extract::State;
use parvis_app::{App, guilds};
use parvis_model::marker::GuildMarker;
use parvis_model::{Guild, Id};
use serde::Deserialize;

use crate::error::ApiResult;
use crate::extract::{Auth, Flag, Json, Path, Query};

/// Whether members are counted.
#[derive(Debug, Deserialize)]
pub struct GuildQuery {
    #[serde(default)]
    with_counts: Flag,
}

/// A guild of which the caller is a member.
pub async fn get_guild(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Query(query): Query<GuildQuery>,
) -> ApiResult<Json<Guild>> {
    Ok(Json(guilds::get(&app, &caller, guild_id, query.with_counts.0).await?))
}
