//! `DELETE /applications/{application_id}`

use axum::extract::State;
use parvis_app::{App, applications};
use parvis_model::Id;
use parvis_model::marker::ApplicationMarker;

use crate::error::ApiResult;
use crate::extract::{NoContent, Path, Person};

/// Deletes an application of the caller with its bot.
pub async fn delete_application(
    State(app): State<App>,
    Person(caller): Person,
    Path(application_id): Path<Id<ApplicationMarker>>,
) -> ApiResult<NoContent> {
    applications::delete(&app, &caller, application_id).await?;
    Ok(NoContent)
}
