//! `GET /guilds/{guild_id}/auto-moderation/rules`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Auth, Json, Path};
use parvis_app::App;
use parvis_model::marker::GuildMarker;
use parvis_model::{AutoModerationRule, Id};

use crate::automod::manage;

/// All rules of a guild.
pub async fn list_auto_moderation_rules(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
) -> ApiResult<Json<Vec<AutoModerationRule>>> {
    Ok(Json(manage::list(&app, &caller, guild_id).await?))
}
