//! `POST /parvis/v1/directory/submissions/{group_id}/decision`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::groups::keeping::KeptGroup;
use crate::markers::GroupMarker;
use crate::review::{self, DecisionBody};

/// Decides on a submission or a correction.
pub async fn decide_submission(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(group_id): Path<Id<GroupMarker>>,
    Json(body): Json<DecisionBody>,
) -> ApiResult<Json<KeptGroup>> {
    Ok(Json(review::decide(&directory, &app, &caller, group_id, body).await?))
}
