//! `GET /parvis/v1/guilds/{guild_id}/switches/log`

use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Auth, Json, Path, Query};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, GuildMarker};
use parvis_rules::validate;
use serde::Deserialize;

use crate::log::{self, Done, Filter, LogMarker, Page};

/// Which entries.
#[derive(Debug, Deserialize)]
pub struct LogQuery {
    channel_id: Option<Id<ChannelMarker>>,
    done: Option<Done>,
    before: Option<Id<LogMarker>>,
    limit: Option<i64>,
}

/// What switches did in the channels that the caller manages, newest first.
pub async fn list_log(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Query(query): Query<LogQuery>,
) -> ApiResult<Json<Page>> {
    let limit = query.limit.unwrap_or(50);
    validate::number("limit", limit, 1..=100).map_err(invalid_fields)?;
    let limit = u32::try_from(limit).expect("checked to be 1 to 100");
    let filter = Filter { channel_id: query.channel_id, done: query.done, before: query.before, limit };
    Ok(Json(log::list(&app, &caller, guild_id, filter).await?))
}
