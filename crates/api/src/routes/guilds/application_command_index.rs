//! `GET /guilds/{guild_id}/application-command-index`

use axum::extract::State;
use parvis_app::{App, commands};
use parvis_model::marker::GuildMarker;
use parvis_model::{CommandIndex, Id};

use crate::error::ApiResult;
use crate::extract::{Json, Path, Person};
use crate::locale::Locale;

/// The commands that the caller may use in a guild.
pub async fn get_guild_command_index(
    State(app): State<App>,
    Person(caller): Person,
    Path(guild_id): Path<Id<GuildMarker>>,
    Locale(locale): Locale,
) -> ApiResult<Json<CommandIndex>> {
    Ok(Json(commands::index_of_guild(&app, &caller, guild_id, locale).await?))
}
