//! `POST /guilds/{guild_id}/bulk-ban`

use axum::extract::State;
use parvis_app::{App, bans};
use parvis_model::marker::{GuildMarker, UserMarker};
use parvis_model::{BulkBan, Id};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use super::bans::create::read_delete_seconds;
use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path, Reason};

/// Who is banned, and how far back messages are deleted.
#[derive(Debug, Deserialize)]
pub struct BulkBanBody {
    user_ids: Vec<Id<UserMarker>>,
    #[serde(default)]
    delete_message_seconds: Option<i64>,
}

/// Bans many accounts at once.
pub async fn ban_many(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Reason(reason): Reason,
    Json(mut body): Json<BulkBanBody>,
) -> ApiResult<Json<BulkBan>> {
    let counts = 1..=limits::BULK_BAN_MAX;
    validate::length("user_ids", body.user_ids.len(), counts).map_err(invalid_fields)?;
    body.user_ids.sort_unstable();
    body.user_ids.dedup();
    let delete_s = read_delete_seconds(body.delete_message_seconds)?;
    Ok(Json(bans::ban_many(&app, &caller, guild_id, body.user_ids, delete_s, reason).await?))
}
