//! `GET /parvis/v1/directory/aid/{aid_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, MaybeAuth, Path};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::aid::lists;
use crate::aid::shown::ShownListing;
use crate::markers::AidMarker;

/// A listing.
pub async fn get_listing(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    MaybeAuth(caller): MaybeAuth,
    Path(aid_id): Path<Id<AidMarker>>,
) -> ApiResult<Json<ShownListing>> {
    Ok(Json(lists::get(&directory, &app, caller.as_ref(), aid_id).await?))
}
