//! `POST /parvis/v1/directory/groups/{group_id}/messages`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::groups::keeping::KeptGroup;
use crate::markers::GroupMarker;
use crate::routes::receipts::messages::create::MessageBody;
use crate::submissions;

/// Says something to the moderators, or as one of them to the keepers. By account.
pub async fn say_of_group(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(group_id): Path<Id<GroupMarker>>,
    Json(body): Json<MessageBody>,
) -> ApiResult<Json<KeptGroup>> {
    Ok(Json(submissions::say(&directory, &app, Key::Account(&caller, group_id), &body.text).await?))
}
