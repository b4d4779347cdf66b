//! `PUT /parvis/v1/guard/policies/lists`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;
use serde::Deserialize;

use crate::policies::Policies;
use crate::policies::lists::{self, ShownList};
use crate::tables::policies::Scope;
use crate::tables::policies::lists::Effect;

/// A list of domains.
#[derive(Debug, Deserialize)]
pub struct PutList {
    #[serde(default)]
    guild_id: Scope,
    name: String,
    effect: Effect,
    domains: Vec<String>,
}

/// Writes a list of domains.
pub async fn put_list(
    State(app): State<App>,
    Extension(policies): Extension<Policies>,
    Person(caller): Person,
    Json(body): Json<PutList>,
) -> ApiResult<Json<ShownList>> {
    let list = (body.name.trim().to_owned(), body.effect, body.domains);
    Ok(Json(lists::put(&policies, &app, &caller, body.guild_id, list).await?))
}
