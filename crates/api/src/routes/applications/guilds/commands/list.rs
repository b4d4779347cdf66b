//! `GET /applications/{application_id}/guilds/{guild_id}/commands`

use axum::extract::State;
use parvis_app::commands::Scope;
use parvis_app::{App, commands};
use parvis_model::marker::{ApplicationMarker, GuildMarker};
use parvis_model::{ApplicationCommand, Id};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Query};
use crate::locale::Locale;
use crate::routes::applications::commands::body::ListQuery;

/// The commands of an application in one guild, oldest first.
pub async fn list_guild_commands(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((application_id, guild_id)): Path<(Id<ApplicationMarker>, Id<GuildMarker>)>,
    Query(query): Query<ListQuery>,
    Locale(locale): Locale,
) -> ApiResult<Json<Vec<ApplicationCommand>>> {
    let scope = Scope { application_id, guild_id: Some(guild_id) };
    let commands = commands::list(&app, &caller, scope).await?;
    Ok(Json(query.localize(commands, &locale)))
}
