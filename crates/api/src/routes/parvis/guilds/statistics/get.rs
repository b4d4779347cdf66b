//! `GET /parvis/v1/guilds/{guild_id}/statistics`

use axum::extract::State;
use parvis_app::{App, statistics};
use parvis_model::marker::GuildMarker;
use parvis_model::{GuildStatistics, Id};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Path, Person, Query};

/// How many days, today among them.
#[derive(Debug, Deserialize)]
pub struct StatisticsQuery {
    days: Option<i64>,
}

/// How lively the guild was.
pub async fn get_statistics(
    State(app): State<App>,
    Person(caller): Person,
    Path(guild_id): Path<Id<GuildMarker>>,
    Query(query): Query<StatisticsQuery>,
) -> ApiResult<Json<GuildStatistics>> {
    let days = query.days.unwrap_or(limits::STATISTICS_DAYS_DEFAULT);
    validate::number("days", days, 1..=limits::STATISTICS_DAYS_MAX).map_err(invalid_fields)?;
    Ok(Json(statistics::of_guild(&app, &caller, guild_id, days).await?))
}
