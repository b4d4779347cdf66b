//! `GET /applications/{application_id}`

use axum::extract::State;
use parvis_app::{App, applications};
use parvis_model::marker::ApplicationMarker;
use parvis_model::{Id, PrivateApplication};

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// An application of the caller.
pub async fn get_application(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(application_id): Path<Id<ApplicationMarker>>,
) -> ApiResult<Json<PrivateApplication>> {
    Ok(Json(applications::get(&app, &caller, application_id).await?))
}
