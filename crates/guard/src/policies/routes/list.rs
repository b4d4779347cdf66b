//! `GET /parvis/v1/guard/policies`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person, Query};
use parvis_app::App;
use serde::Deserialize;

use crate::policies::manage::{self, Overview};
use crate::tables::policies::Scope;

/// Whose.
#[derive(Debug, Deserialize)]
pub struct PoliciesQuery {
    guild_id: Scope,
}

/// Everything that the messages of a guild, or without one of all, are held against.
pub async fn list_policies(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<PoliciesQuery>,
) -> ApiResult<Json<Overview>> {
    Ok(Json(manage::overview(&app, &caller, query.guild_id).await?))
}
