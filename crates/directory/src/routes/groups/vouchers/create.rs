//! `POST /parvis/v1/directory/groups/{group_id}/vouchers`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Created, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::groups::keepers::Key;
use crate::markers::GroupMarker;
use crate::vouchers::{self, Made};

/// Answers for somebody.
pub async fn create_group_voucher(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(group_id): Path<Id<GroupMarker>>,
) -> ApiResult<Created<Made>> {
    Ok(Created(vouchers::create(&directory, &app, Key::Account(&caller, group_id)).await?))
}
