//! `GET /parvis/v1/guard/cases`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person, Query};
use parvis_app::App;
use parvis_model::marker::{CaseMarker, GuildMarker};
use parvis_model::{CaseState, Id};
use serde::Deserialize;

use crate::cases::{self, Page};
use crate::routes::page_limit;

/// Which of them.
#[derive(Debug, Deserialize)]
pub struct CasesQuery {
    guild_id: Option<Id<GuildMarker>>,
    state: Option<CaseState>,
    before: Option<Id<CaseMarker>>,
    limit: Option<i64>,
}

/// The cases of a guild, or without one of the house, newest first.
pub async fn list_cases(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<CasesQuery>,
) -> ApiResult<Json<Page>> {
    let limit = page_limit(query.limit)?;
    Ok(Json(cases::list(&app, &caller, query.guild_id, query.state, query.before, limit).await?))
}
