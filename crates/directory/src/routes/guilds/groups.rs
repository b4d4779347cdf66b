//! `GET /parvis/v1/directory/guilds/{guild_id}/groups`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use serde::Serialize;

use crate::groups::keeping::{self, KeptGroup};

/// Those that it has there, and those that it wants to have.
#[derive(Debug, Serialize)]
pub struct GroupList {
    groups: Vec<KeptGroup>,
}

/// What a guild has on the map, for who manages it.
pub async fn list_guild_groups(
    State(app): State<App>,
    Person(caller): Person,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<Json<GroupList>> {
    Ok(Json(GroupList { groups: keeping::of_guild(&app, &caller, guild_id).await? }))
}
