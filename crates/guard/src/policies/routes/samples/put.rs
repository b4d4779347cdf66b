//! `PUT /parvis/v1/guard/policies/{policy_id}/samples/{place}`

use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use parvis_screening::policy::trial::Measured;
use serde::Deserialize;

use crate::policies::runs;
use crate::tables::policies::PolicyMarker;

/// What somebody says of it.
#[derive(Debug, Deserialize)]
pub struct JudgeSample {
    is_right: bool,
}

/// Says whether the rule was right; what its dry run comes to.
pub async fn judge_sample(
    State(app): State<App>,
    Person(caller): Person,
    Path((policy_id, place)): Path<(Id<PolicyMarker>, u32)>,
    Json(body): Json<JudgeSample>,
) -> ApiResult<Json<Measured>> {
    Ok(Json(runs::judge(&app, &caller, policy_id, place, body.is_right).await?))
}
