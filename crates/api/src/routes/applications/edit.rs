//! `PATCH /applications/{application_id}`

use axum::extract::State;
use parvis_app::{App, applications};
use parvis_model::marker::ApplicationMarker;
use parvis_model::{Id, PrivateApplication};

use super::body::EditApplication;
use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// Changes an application of the caller.
pub async fn edit_application(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(application_id): Path<Id<ApplicationMarker>>,
    Json(body): Json<EditApplication>,
) -> ApiResult<Json<PrivateApplication>> {
    Ok(Json(applications::edit(&app, &caller, application_id, body.into_edit()?).await?))
}
