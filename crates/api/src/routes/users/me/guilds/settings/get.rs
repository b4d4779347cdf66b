//! `GET /users/@me/guilds/{guild_id}/settings`

use axum::extract::State;
use parvis_app::{App, settings};
use parvis_model::GuildNotificationSettings;

use super::GuildOrMe;
use crate::error::ApiResult;
use crate::extract::{Json, Path, Person};

/// What the caller wants to hear from a guild.
pub async fn get_guild_settings(
    State(app): State<App>,
    Person(caller): Person,
    Path(guild): Path<GuildOrMe>,
) -> ApiResult<Json<GuildNotificationSettings>> {
    Ok(Json(settings::of_guild(&app, &caller, guild.0).await?))
}
