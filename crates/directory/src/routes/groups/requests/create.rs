//! `POST /parvis/v1/directory/groups/{group_id}/requests`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Created, Json, MaybeAuth, Path};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::markers::GroupMarker;
use crate::requests::{self, Asked, RequestBody};

/// Asks to be let into a group.
pub async fn ask_group(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    MaybeAuth(caller): MaybeAuth,
    Path(group_id): Path<Id<GroupMarker>>,
    Json(body): Json<RequestBody>,
) -> ApiResult<Created<Asked>> {
    Ok(Created(requests::create(&directory, &app, caller.as_ref(), group_id, body).await?))
}
