//! `POST /parvis/v1/directory/aid/{aid_id}/removal`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, NoContent, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::aid::posting::{self, RemovalBody};
use crate::markers::AidMarker;

/// Those who look after the map, or the guild, take a listing away.
pub async fn remove_listing(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(aid_id): Path<Id<AidMarker>>,
    Json(body): Json<RemovalBody>,
) -> ApiResult<NoContent> {
    posting::remove(&directory, &app, &caller, aid_id, body).await?;
    Ok(NoContent)
}
