//! `PUT /parvis/v1/guard/watch`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_model::marker::GuildMarker;
use serde::Deserialize;

use crate::watch::{self, Watch};

/// Whether the caller is on watch.
#[derive(Debug, Deserialize)]
pub struct PutWatch {
    #[serde(default)]
    guild_id: Option<Id<GuildMarker>>,
    on: bool,
}

/// Comes on watch, or goes off.
pub async fn put_watch(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<PutWatch>,
) -> ApiResult<Json<Watch>> {
    Ok(Json(watch::set(&app, &caller, body.guild_id, body.on).await?))
}
