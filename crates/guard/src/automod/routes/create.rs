//! `POST /guilds/{guild_id}/auto-moderation/rules`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Auth, Json, Path, Reason};
use parvis_app::App;
use parvis_model::marker::GuildMarker;
use parvis_model::{AutoModerationRule, Id};

use super::body::RuleBody;
use crate::automod::{Automod, manage};

/// Makes a rule.
pub async fn create_auto_moderation_rule(
    State(app): State<App>,
    Extension(automod): Extension<Automod>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(body): Json<RuleBody>,
) -> ApiResult<Json<AutoModerationRule>> {
    let draft = body.into_draft().map_err(invalid_fields)?;
    Ok(Json(manage::create(&automod, &app, &caller, guild_id, draft, reason).await?))
}
