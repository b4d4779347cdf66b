//! `PUT /guilds/{guild_id}/onboarding`

use axum::extract::State;
use parvis_app::{App, onboarding};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Onboarding};

use super::body::PutOnboarding;
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path, Reason};

/// Changes what a guild asks newcomers.
pub async fn put_onboarding(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(body): Json<PutOnboarding>,
) -> ApiResult<Json<Onboarding>> {
    Ok(Json(onboarding::put(&app, &caller, guild_id, body.into_edit()?, reason).await?))
}
