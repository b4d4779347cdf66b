//! `DELETE /parvis/v1/guard/policies/{policy_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path, Person, Reason};
use parvis_app::App;
use parvis_model::Id;

use crate::policies::{Policies, manage};
use crate::tables::policies::PolicyMarker;

/// Deletes a rule.
pub async fn delete_policy(
    State(app): State<App>,
    Extension(policies): Extension<Policies>,
    Person(caller): Person,
    Path(policy_id): Path<Id<PolicyMarker>>,
    Reason(reason): Reason,
) -> ApiResult<NoContent> {
    manage::delete(&policies, &app, &caller, policy_id, reason).await?;
    Ok(NoContent)
}
