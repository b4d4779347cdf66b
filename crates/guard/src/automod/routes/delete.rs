//! `DELETE /guilds/{guild_id}/auto-moderation/rules/{rule_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Auth, NoContent, Path, Reason};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::{AutoModerationRuleMarker, GuildMarker};

use crate::automod::{Automod, manage};

/// Deletes a rule.
pub async fn delete_auto_moderation_rule(
    State(app): State<App>,
    Extension(automod): Extension<Automod>,
    Auth(caller): Auth,
    Path((guild_id, rule_id)): Path<(Id<GuildMarker>, Id<AutoModerationRuleMarker>)>,
    Reason(reason): Reason,
) -> ApiResult<NoContent> {
    manage::delete(&automod, &app, &caller, guild_id, rule_id, reason).await?;
    Ok(NoContent)
}
