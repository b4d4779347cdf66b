//! `GET /parvis/v1/guard/guilds/{guild_id}/raids`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;

use crate::raids::Raids;
use crate::raids::shown::Shown;

/// Whether the alarm on joins rings, what is done, and what is set.
pub async fn get_raids(
    State(app): State<App>,
    Extension(raids): Extension<Raids>,
    Person(caller): Person,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<Json<Shown>> {
    Ok(Json(raids.get(&app, &caller, guild_id).await?))
}
