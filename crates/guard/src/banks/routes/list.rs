//! `GET /parvis/v1/guard/banks`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person, Query};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use serde::Deserialize;

use crate::banks::manage::{self, Page};
use crate::routes::page_limit;
use crate::tables::banks::BankItemMarker;

/// Which of them.
#[derive(Debug, Deserialize)]
pub struct BanksQuery {
    guild_id: Option<Id<GuildMarker>>,
    before: Option<Id<BankItemMarker>>,
    limit: Option<i64>,
}

/// What a guild knows, or without one the house, newest first.
pub async fn list_known_items(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<BanksQuery>,
) -> ApiResult<Json<Page>> {
    let limit = page_limit(query.limit)?;
    Ok(Json(manage::list(&app, &caller, query.guild_id, query.before, limit).await?))
}
