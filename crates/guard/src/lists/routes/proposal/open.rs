//! `POST /parvis/v1/guard/lists/{list_id}/proposal`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::lists::proposals::{self, Opened};
use crate::tables::lists::ListMarker;

/// What was shown.
#[derive(Debug, Deserialize)]
pub struct OpenProposal {
    digest: String,
}

/// Opens a case for each account that a bulk proposal holds.
pub async fn open_proposal(
    State(app): State<App>,
    Person(caller): Person,
    Path(list_id): Path<Id<ListMarker>>,
    Json(body): Json<OpenProposal>,
) -> ApiResult<Json<Opened>> {
    Ok(Json(proposals::open(&app, &caller, list_id, body.digest).await?))
}
