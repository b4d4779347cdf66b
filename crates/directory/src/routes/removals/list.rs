//! `GET /parvis/v1/directory/removals`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;
use serde::Serialize;

use crate::removals::{self, ShownRemoval};

/// The last first.
#[derive(Debug, Serialize)]
pub struct RemovalList {
    removals: Vec<ShownRemoval>,
}

/// The removals that wait for a second moderator.
pub async fn list_removals(State(app): State<App>, Person(caller): Person) -> ApiResult<Json<RemovalList>> {
    Ok(Json(RemovalList { removals: removals::list(&app, &caller).await? }))
}
