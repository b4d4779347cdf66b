//! `GET /guilds/{guild_id}/onboarding`

use axum::extract::State;
use parvis_app::{App, onboarding};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Onboarding};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// What a guild asks newcomers.
pub async fn get_onboarding(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<Json<Onboarding>> {
    Ok(Json(onboarding::get(&app, &caller, guild_id).await?))
}
