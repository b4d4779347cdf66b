//! `GET /parvis/v1/guard/watch`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person, Query};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use serde::Deserialize;

use crate::watch::{self, Watch};

/// Whose watch: a guild's, or without one the house's.
#[derive(Debug, Deserialize)]
pub struct WatchQuery {
    guild_id: Option<Id<GuildMarker>>,
}

/// Who is on watch, and the note that was left.
pub async fn get_watch(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<WatchQuery>,
) -> ApiResult<Json<Watch>> {
    Ok(Json(watch::get(&app, &caller, query.guild_id).await?))
}
