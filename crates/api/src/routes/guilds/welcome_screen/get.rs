//! `GET /guilds/{guild_id}/welcome-screen`

use axum::extract::State;
use parvis_app::{App, welcome};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, WelcomeScreen};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// What a guild shows newcomers.
pub async fn get_welcome_screen(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<Json<WelcomeScreen>> {
    Ok(Json(welcome::get(&app, &caller, guild_id).await?))
}
