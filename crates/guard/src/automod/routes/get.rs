//! `GET /guilds/{guild_id}/auto-moderation/rules/{rule_id}`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Auth, Json, Path};
use parvis_app::App;
use parvis_model::marker::{AutoModerationRuleMarker, GuildMarker};
use parvis_model::{AutoModerationRule, Id};

use crate::automod::manage;

/// One rule.
pub async fn get_auto_moderation_rule(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, rule_id)): Path<(Id<GuildMarker>, Id<AutoModerationRuleMarker>)>,
) -> ApiResult<Json<AutoModerationRule>> {
    Ok(Json(manage::get(&app, &caller, guild_id, rule_id).await?))
}
