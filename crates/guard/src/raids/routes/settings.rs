//! `PATCH /parvis/v1/guard/guilds/{guild_id}/raids/settings`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person, Reason};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;

use crate::raids::Raids;
use crate::raids::settings::SettingsEdit;
use crate::raids::shown::Shown;

/// Changes what happens by itself.
pub async fn edit_raid_settings(
    State(app): State<App>,
    Extension(raids): Extension<Raids>,
    Person(caller): Person,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(edit): Json<SettingsEdit>,
) -> ApiResult<Json<Shown>> {
    Ok(Json(raids.edit(&app, &caller, guild_id, edit, reason).await?))
}
