//! `POST /parvis/v1/guard/policies`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person, Reason};
use parvis_app::App;

use super::body::PolicyBody;
use crate::policies::Policies;
use crate::policies::manage::{self, Shown};

/// Makes a rule, which runs dry.
pub async fn create_policy(
    State(app): State<App>,
    Extension(policies): Extension<Policies>,
    Person(caller): Person,
    Reason(reason): Reason,
    Json(body): Json<PolicyBody>,
) -> ApiResult<Json<Shown>> {
    let scope = body.guild_id;
    Ok(Json(manage::create(&policies, &app, &caller, scope, body.into_wanted(), reason).await?))
}
