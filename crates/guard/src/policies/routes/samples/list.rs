//! `GET /parvis/v1/guard/policies/{policy_id}/samples`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use serde::Serialize;

use crate::policies::runs::{self, ShownSample};
use crate::tables::policies::PolicyMarker;

/// Samples.
#[derive(Debug, Serialize)]
pub struct Page {
    samples: Vec<ShownSample>,
}

/// What a rule caught in its dry run, as far as the caller may judge it.
pub async fn list_samples(
    State(app): State<App>,
    Person(caller): Person,
    Path(policy_id): Path<Id<PolicyMarker>>,
) -> ApiResult<Json<Page>> {
    Ok(Json(Page { samples: runs::list(&app, &caller, policy_id).await? }))
}
