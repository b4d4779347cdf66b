//! `DELETE /parvis/v1/guard/guilds/{guild_id}/raids/mode`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person, Reason};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;

use crate::raids::Raids;
use crate::raids::shown::Shown;

/// Switches raid mode off.
pub async fn delete_raid_mode(
    State(app): State<App>,
    Extension(raids): Extension<Raids>,
    Person(caller): Person,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
) -> ApiResult<Json<Shown>> {
    Ok(Json(raids.end(&app, &caller, guild_id, reason).await?))
}
