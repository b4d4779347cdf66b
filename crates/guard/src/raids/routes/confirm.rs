//! `POST /parvis/v1/guard/guilds/{guild_id}/raids/confirm`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Path, Person, Reason};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_rules::validate;
use serde::Deserialize;

use crate::raids::Raids;
use crate::raids::settings::{CONFIRMED_SECONDS_DEFAULT, CONFIRMED_SECONDS_MAX};
use crate::raids::shown::Shown;

/// Whom, and for how long they may not write; without a list, raid mode.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConfirmRaid {
    user_ids: Option<Vec<Id<UserMarker>>>,
    seconds: Option<u32>,
}

/// A person takes over what happened by itself.
pub async fn confirm_raid(
    State(app): State<App>,
    Extension(raids): Extension<Raids>,
    Person(caller): Person,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(body): Json<ConfirmRaid>,
) -> ApiResult<Json<Shown>> {
    let user_ids = super::named(body.user_ids)?;
    let seconds = body.seconds.unwrap_or(CONFIRMED_SECONDS_DEFAULT);
    validate::number("seconds", seconds.into(), 60..=CONFIRMED_SECONDS_MAX.into()).map_err(invalid_fields)?;
    Ok(Json(raids.confirm(&app, &caller, guild_id, user_ids, seconds, reason).await?))
}
