//! `GET /parvis/v1/guard/decisions`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person, Query};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::{DecisionMarker, GuildMarker};
use serde::Deserialize;

use crate::decisions::{self, Page};
use crate::routes::page_limit;

/// Which of them.
#[derive(Debug, Deserialize)]
pub struct DecisionsQuery {
    guild_id: Option<Id<GuildMarker>>,
    before: Option<Id<DecisionMarker>>,
    limit: Option<i64>,
}

/// The decisions of a guild, or without one of the house, newest first.
pub async fn list_decisions(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<DecisionsQuery>,
) -> ApiResult<Json<Page>> {
    let limit = page_limit(query.limit)?;
    Ok(Json(decisions::list(&app, &caller, query.guild_id, query.before, limit).await?))
}
