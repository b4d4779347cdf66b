//! `PATCH /parvis/v1/directory/receipts/{receipt}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::{ApiResult, invalid_fields};
use parvis_api::extract::{Json, MaybeAuth, Path};
use parvis_app::App;

use crate::Directory;
use crate::groups::body::GroupBody;
use crate::groups::keepers::Key;
use crate::groups::keeping::{self, KeptGroup};

/// Corrects a group. By the private link.
pub async fn edit_by_receipt(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    MaybeAuth(caller): MaybeAuth,
    Path(receipt): Path<String>,
    Json(body): Json<GroupBody>,
) -> ApiResult<Json<KeptGroup>> {
    let draft = body.read().map_err(invalid_fields)?;
    let key = Key::Receipt(&receipt);
    Ok(Json(keeping::edit(&directory, &app, key, caller.as_ref(), draft).await?))
}
