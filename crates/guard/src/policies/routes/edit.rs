//! `PUT /parvis/v1/guard/policies/{policy_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person, Reason};
use parvis_app::App;
use parvis_model::Id;

use super::body::PolicyBody;
use crate::policies::Policies;
use crate::policies::manage::{self, Shown};
use crate::tables::policies::PolicyMarker;

/// Changes a rule, which runs dry again.
pub async fn edit_policy(
    State(app): State<App>,
    Extension(policies): Extension<Policies>,
    Person(caller): Person,
    Path(policy_id): Path<Id<PolicyMarker>>,
    Reason(reason): Reason,
    Json(body): Json<PolicyBody>,
) -> ApiResult<Json<Shown>> {
    Ok(Json(manage::edit(&policies, &app, &caller, policy_id, body.into_wanted(), reason).await?))
}
