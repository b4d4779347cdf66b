//! `PUT /guilds/{guild_id}/bans/{user_id}`

use axum::extract::State;
use parvis_app::{App, bans};
use parvis_model::Id;
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, NoContent, Path, Query, Reason};

const DAY_S: i64 = 86_400;

/// How far back messages are deleted: in seconds, or as older libraries say it, in days.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct CreateBan {
    delete_message_seconds: Option<i64>,
    delete_message_days: Option<i64>,
}

/// Checks how far back messages are deleted.
pub fn read_delete_seconds(seconds: Option<i64>) -> ApiResult<u32> {
    let seconds = seconds.unwrap_or(0);
    let bounds = 0..=i64::from(limits::BAN_DELETE_SECONDS_MAX);
    validate::number("delete_message_seconds", seconds, bounds).map_err(invalid_fields)?;
    Ok(u32::try_from(seconds).expect("checked to be seven days at most"))
}

/// Bans an account.
pub async fn create_ban(
    State(app): State<App>,
    Auth(caller): Auth,
    Path((guild_id, user_id)): Path<(Id<GuildMarker>, Id<UserMarker>)>,
    Reason(reason): Reason,
    // discord.py says it in the query and sends no body.
    Query(query): Query<CreateBan>,
    Json(body): Json<CreateBan>,
) -> ApiResult<NoContent> {
    let body = if query == CreateBan::default() { body } else { query };
    let days = body.delete_message_days.map(|days| days.saturating_mul(DAY_S));
    let delete_s = read_delete_seconds(body.delete_message_seconds.or(days))?;
    bans::ban(&app, &caller, guild_id, user_id, delete_s, reason).await?;
    Ok(NoContent)
}
