//! `PUT /parvis/v1/guard/guilds/{guild_id}/raids/mode`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Path, Person, Reason};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use parvis_rules::validate::{self, FieldError};
use serde::Deserialize;

use crate::raids::Raids;
use crate::raids::settings::{Answers, HOURS_MAX};
use crate::raids::shown::Shown;

/// What is to be done, and for how long.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PutRaidMode {
    quarantine: bool,
    slow_mode: bool,
    invitations: bool,
    direct_messages: bool,
    hours: Option<u32>,
}

/// Switches raid mode on, or changes it.
pub async fn put_raid_mode(
    State(app): State<App>,
    Extension(raids): Extension<Raids>,
    Person(caller): Person,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(body): Json<PutRaidMode>,
) -> ApiResult<Json<Shown>> {
    let hours = body.hours.unwrap_or(HOURS_MAX);
    validate::number("hours", hours.into(), 1..=HOURS_MAX.into()).map_err(invalid_fields)?;
    let PutRaidMode { quarantine, slow_mode, invitations, direct_messages, .. } = body;
    let answers = Answers { quarantine, slow_mode, invitations, direct_messages };
    if !answers.any() {
        return Err(invalid_fields(FieldError::required("quarantine")));
    }
    Ok(Json(raids.begin(&app, &caller, guild_id, answers, hours, reason).await?))
}
