//! `PUT /parvis/v1/directory/aid/{aid_id}/done`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::aid::posting;
use crate::markers::AidMarker;

/// Its author says that a listing is done.
pub async fn finish_listing(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(aid_id): Path<Id<AidMarker>>,
) -> ApiResult<NoContent> {
    posting::finish(&directory, &app, &caller, aid_id).await?;
    Ok(NoContent)
}
