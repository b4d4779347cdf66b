//! `DELETE /parvis/v1/guilds/{guild_id}/sheets/{sheet_id}`

use axum::extract::State;
use parvis_app::{App, sheets};
use parvis_model::Id;
use parvis_model::marker::{GuildMarker, SheetMarker};

use crate::error::ApiResult;
use crate::extract::{NoContent, Path, Person};

/// Takes a sheet back: every copy of it leads nowhere from now on.
pub async fn revoke_sheet(
    State(app): State<App>,
    Person(caller): Person,
    Path((guild_id, sheet_id)): Path<(Id<GuildMarker>, Id<SheetMarker>)>,
) -> ApiResult<NoContent> {
    sheets::revoke(&app, &caller, guild_id, sheet_id).await?;
    Ok(NoContent)
}
