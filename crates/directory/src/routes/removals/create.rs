//! `POST /parvis/v1/directory/removals`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Created, Json, Person};
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::markers::GroupMarker;
use crate::removals::{self, ShownRemoval};

/// What is to go, and why.
#[derive(Debug, Deserialize)]
pub struct RemovalBody {
    group_ids: Vec<Id<GroupMarker>>,
    reason: String,
}

/// Proposes to remove groups.
pub async fn propose_removal(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<RemovalBody>,
) -> ApiResult<Created<ShownRemoval>> {
    Ok(Created(removals::propose(&app, &caller, body.group_ids, &body.reason).await?))
}
