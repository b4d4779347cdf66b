//! `PATCH /parvis/v1/directory/groups/{group_id}/requests/{request_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, NoContent, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::markers::{GroupMarker, RequestMarker};
use crate::requests::{self, Answer};

/// The decision.
#[derive(Debug, Deserialize)]
pub struct AnswerBody {
    state: Answer,
}

/// Lets somebody into a group, or not.
pub async fn decide_group_request(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path((group_id, request_id)): Path<(Id<GroupMarker>, Id<RequestMarker>)>,
    Json(body): Json<AnswerBody>,
) -> ApiResult<NoContent> {
    requests::decide(&directory, &app, Key::Account(&caller, group_id), request_id, body.state).await?;
    Ok(NoContent)
}
