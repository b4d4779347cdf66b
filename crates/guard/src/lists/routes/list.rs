//! `GET /parvis/v1/guard/lists`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person, Query};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use serde::Deserialize;

use crate::lists::work::{self, Shelf};

/// Whose.
#[derive(Debug, Deserialize)]
pub struct ListsQuery {
    guild_id: Option<Id<GuildMarker>>,
}

/// The lists of a guild, or without one of the house, newest first.
pub async fn list_lists(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<ListsQuery>,
) -> ApiResult<Json<Shelf>> {
    Ok(Json(work::all(&app, &caller, query.guild_id).await?))
}
