//! `GET /parvis/v1/directory/submissions/{group_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::markers::GroupMarker;
use crate::review;

/// One submission, or a group as moderators see it.
pub async fn get_submission(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(group_id): Path<Id<GroupMarker>>,
) -> ApiResult<Json<review::Submission>> {
    Ok(Json(review::get(&directory, &app, &caller, group_id).await?))
}
