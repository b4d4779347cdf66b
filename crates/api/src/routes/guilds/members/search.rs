//! `GET /guilds/{guild_id}/members/search`

use axum::extract::State;
use parvis_app::{App, members};
use parvis_model::marker::GuildMarker;
use parvis_model::{Id, Member};
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

/// Members one of whose names begins like this.
pub async fn search_members(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(guild_id): Path<Id<GuildMarker>>,
    Query(query): Query<SearchQuery>,
) -> ApiResult<Json<Vec<Member>>> {
    let limit = query.limit.unwrap_or(1);
    validate::number("limit", limit, 1..=limits::MEMBER_SEARCH_MAX as i64).map_err(invalid_fields)?;
    let chars = limits::chars(&query.query);
    validate::length("query", chars, 1..=QUERY_CHARS_MAX).map_err(invalid_fields)?;
    let limit = usize::try_from(limit).expect("checked to be 1 to 1000");
    Ok(Json(members::search(&app, &caller, guild_id, &query.query, limit).await?))
}
