//! `POST /applications/{application_id}/bot/reset`

use axum::extract::State;
use parvis_app::{App, applications};
use parvis_model::Id;
use parvis_model::marker::ApplicationMarker;
use serde_json::{Value, json};

use crate::error::ApiResult;
use crate::extract::{Json, Path, Person};

/// Makes a new token for a bot of the caller; it is told this once.
pub async fn reset_token(
    State(app): State<App>,
    Person(caller): Person,
    Path(application_id): Path<Id<ApplicationMarker>>,
) -> ApiResult<Json<Value>> {
    let login = applications::reset_token(&app, &caller, application_id).await?;
    Ok(Json(json!({ "token": login.token })))
}
