//! `PUT /parvis/v1/guard/policies/{policy_id}/mode`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person, Reason};
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::policies::Policies;
use crate::policies::manage::{self, Shown};
use crate::tables::policies::{Mode, PolicyMarker};

/// How it is to run.
#[derive(Debug, Deserialize)]
pub struct PutMode {
    mode: Mode,
}

/// Switches a rule off, lets it run dry, or switches it on when its dry run came to its numbers.
pub async fn put_mode(
    State(app): State<App>,
    Extension(policies): Extension<Policies>,
    Person(caller): Person,
    Path(policy_id): Path<Id<PolicyMarker>>,
    Reason(reason): Reason,
    Json(body): Json<PutMode>,
) -> ApiResult<Json<Shown>> {
    Ok(Json(manage::set_mode(&policies, &app, &caller, policy_id, body.mode, reason).await?))
}
