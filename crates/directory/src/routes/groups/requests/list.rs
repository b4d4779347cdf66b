//! `GET /parvis/v1/directory/groups/{group_id}/requests`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use serde::Serialize;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::markers::GroupMarker;
use crate::requests::{self, ShownRequest};

/// Those that wait, the oldest first.
#[derive(Debug, Serialize)]
pub struct RequestList {
    requests: Vec<ShownRequest>,
}

/// Who wants to be let into a group.
pub async fn list_group_requests(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(group_id): Path<Id<GroupMarker>>,
) -> ApiResult<Json<RequestList>> {
    Ok(Json(RequestList {
        requests: requests::list(&directory, &app, Key::Account(&caller, group_id)).await?,
    }))
}
