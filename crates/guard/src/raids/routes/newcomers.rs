//! `GET /parvis/v1/guard/guilds/{guild_id}/raids/newcomers`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person, Query};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use serde::Deserialize;

use crate::raids::Raids;
use crate::raids::shown::Page;
use crate::routes::page_limit;

/// How many.
#[derive(Debug, Deserialize)]
pub struct NewcomersQuery {
    limit: Option<i64>,
}

/// Who joined in the last day, with their scores.
pub async fn list_newcomers(
    State(app): State<App>,
    Extension(raids): Extension<Raids>,
    Person(caller): Person,
    Path(guild_id): Path<Id<GuildMarker>>,
    Query(query): Query<NewcomersQuery>,
) -> ApiResult<Json<Page>> {
    let limit = page_limit(query.limit)?;
    Ok(Json(raids.newcomers(&app, &caller, guild_id, limit).await?))
}
