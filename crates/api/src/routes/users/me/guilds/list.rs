//! `GET /users/@me/guilds`

use axum::extract::State;
use parvis_app::{App, guild_lists, guild_lists::GuildPage};
use parvis_model::marker::GuildMarker;
use parvis_model::{CurrentUserGuild, Id};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Flag, Guilds, Json, Query, Scoped};

/// Which part of the list.
#[derive(Debug, Deserialize)]
pub struct GuildsQuery {
    before: Option<Id<GuildMarker>>,
    after: Option<Id<GuildMarker>>,
    limit: Option<i64>,
    #[serde(default)]
    with_counts: Flag,
}

/// Guilds of which the caller is a member, by id.
pub async fn list_current_user_guilds(
    State(app): State<App>,
    Scoped { caller, .. }: Scoped<Guilds>,
    Query(query): Query<GuildsQuery>,
) -> ApiResult<Json<Vec<CurrentUserGuild>>> {
    let limit = query.limit.unwrap_or(limits::USER_GUILDS_PAGE_MAX as i64);
    validate::number("limit", limit, 1..=limits::USER_GUILDS_PAGE_MAX as i64).map_err(invalid_fields)?;
    let page = GuildPage {
        before: query.before,
        after: query.after,
        limit: usize::try_from(limit).expect("checked to be 1 to 200"),
        with_counts: query.with_counts.0,
    };
    Ok(Json(guild_lists::list(&app, &caller, page).await?))
}
