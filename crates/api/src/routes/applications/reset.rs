//! `POST /applications/{application_id}/reset`

use axum::extract::State;
use parvis_app::{App, applications};
use parvis_model::Id;
use parvis_model::marker::ApplicationMarker;
use serde_json::{Value, json};

use crate::error::ApiResult;
use crate::extract::{Json, Path, Person};

/// Makes a new secret for an application of the caller, told once.
pub async fn reset_secret(
    State(app): State<App>,
    Person(caller): Person,
    Path(application_id): Path<Id<ApplicationMarker>>,
) -> ApiResult<Json<Value>> {
    let secret = applications::reset_secret(&app, &caller, application_id).await?;
    Ok(Json(json!({ "secret": secret })))
}
