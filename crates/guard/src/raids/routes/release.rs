//! `POST /parvis/v1/guard/guilds/{guild_id}/raids/release`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person, Reason};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::{GuildMarker, UserMarker};
use serde::Deserialize;

use crate::raids::Raids;
use crate::raids::shown::Shown;

/// Whom; without a list, all of them, and raid mode ends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReleaseNewcomers {
    user_ids: Option<Vec<Id<UserMarker>>>,
}

/// Lets people go who are held back.
pub async fn release_newcomers(
    State(app): State<App>,
    Extension(raids): Extension<Raids>,
    Person(caller): Person,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(body): Json<ReleaseNewcomers>,
) -> ApiResult<Json<Shown>> {
    let user_ids = super::named(body.user_ids)?;
    Ok(Json(raids.release(&app, &caller, guild_id, user_ids, reason).await?))
}
