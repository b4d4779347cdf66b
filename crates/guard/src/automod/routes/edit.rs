//! `PATCH /guilds/{guild_id}/auto-moderation/rules/{rule_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Auth, Json, Path, Reason};
use parvis_app::App;
use parvis_model::marker::{AutoModerationRuleMarker, GuildMarker};
use parvis_model::{AutoModerationRule, Id};

use super::body::RuleBody;
use crate::automod::{Automod, manage};

/// Changes a rule.
pub async fn edit_auto_moderation_rule(
    State(app): State<App>,
    Extension(automod): Extension<Automod>,
    Auth(caller): Auth,
    Path((guild_id, rule_id)): Path<(Id<GuildMarker>, Id<AutoModerationRuleMarker>)>,
    Reason(reason): Reason,
    Json(body): Json<RuleBody>,
) -> ApiResult<Json<AutoModerationRule>> {
    let change = move |rule: &mut AutoModerationRule| body.apply(rule);
    Ok(Json(manage::edit(&automod, &app, &caller, guild_id, rule_id, change, reason).await?))
}
