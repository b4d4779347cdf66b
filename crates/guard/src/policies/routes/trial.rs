//! `POST /parvis/v1/guard/policies/trial`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Person};
use parvis_app::App;

use crate::policies::Policies;
use crate::policies::trial::{self, Attempt, Tried};

/// Tries a condition on a text.
pub async fn try_policy(
    State(app): State<App>,
    Extension(policies): Extension<Policies>,
    Person(caller): Person,
    Json(body): Json<Attempt>,
) -> ApiResult<Json<Tried>> {
    Ok(Json(trial::attempt(&policies, &app, &caller, body).await?))
}
