//! `GET /guilds/{guild_id}/bans/search`

use axum::extract::State;
use parvis_app::{App, bans};
use parvis_model::marker::GuildMarker;
use parvis_model::{Ban, Id};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path, Query};

const QUERY_CHARS_MAX: usize = 100;

/// Whom to look for.
#[derive(Debug, Deserialize)]
pub struct SearchQuery {
    query: String,
    limit: Option<i64>,
}

/// Bans of accounts whose name holds this, or whose id it is.
pub async fn search_bans(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Query(query): Query<SearchQuery>,
) -> ApiResult<Json<Vec<Ban>>> {
    let limit_max = limits::BAN_SEARCH_MAX as i64;
    let limit = query.limit.unwrap_or(limit_max);
    validate::number("limit", limit, 1..=limit_max).map_err(invalid_fields)?;
    let chars = limits::chars(&query.query);
    validate::length("query", chars, 1..=QUERY_CHARS_MAX).map_err(invalid_fields)?;
    let limit = usize::try_from(limit).expect("checked to be small");
    Ok(Json(bans::search(&app, &caller, guild_id, &query.query, limit).await?))
}
