//! `PATCH /parvis/v1/directory/groups/{group_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::groups::body::GroupBody;
use crate::groups::keepers::Key;
use crate::groups::keeping::{self, KeptGroup};
use crate::markers::GroupMarker;

/// Corrects a group.
pub async fn edit_group(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(group_id): Path<Id<GroupMarker>>,
    Json(body): Json<GroupBody>,
) -> ApiResult<Json<KeptGroup>> {
    let draft = body.read().map_err(invalid_fields)?;
    let key = Key::Account(&caller, group_id);
    Ok(Json(keeping::edit(&directory, &app, key, Some(&caller), draft).await?))
}
