//! `GET /parvis/v1/guard/policies/held`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person, Query};
use parvis_app::App;
use serde::{Deserialize, Serialize};

use crate::policies::holds::{self, Shown};
use crate::tables::policies::Scope;

/// Whose.
#[derive(Debug, Deserialize)]
pub struct HeldQuery {
    guild_id: Scope,
}

/// What waits.
#[derive(Debug, Serialize)]
pub struct Page {
    held: Vec<Shown>,
}

/// The messages that wait for somebody who looks after a guild, or without one for the house; the oldest first.
pub async fn list_held(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<HeldQuery>,
) -> ApiResult<Json<Page>> {
    Ok(Json(Page { held: holds::list(&app, &caller, query.guild_id).await? }))
}
