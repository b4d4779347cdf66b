//! `POST /parvis/v1/directory/aid/{aid_id}/asks`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Created, Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::aid::asks;
use crate::aid::body::AskBody;
use crate::aid::shown::OwnAsk;
use crate::markers::AidMarker;

/// Answers a listing.
pub async fn ask_for_listing(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path(aid_id): Path<Id<AidMarker>>,
    Json(body): Json<AskBody>,
) -> ApiResult<Created<OwnAsk>> {
    Ok(Created(asks::create(&directory, &app, &caller, aid_id, body).await?))
}
