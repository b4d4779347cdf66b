//! `DELETE /parvis/v1/directory/aid/{aid_id}/asks/{ask_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{NoContent, Path, Person};
use parvis_app::App;
use parvis_model::Id;

use crate::Directory;
use crate::aid::answers;
use crate::markers::{AidMarker, AskMarker};

/// Whoever asked takes it back.
pub async fn withdraw_ask(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path((aid_id, ask_id)): Path<(Id<AidMarker>, Id<AskMarker>)>,
) -> ApiResult<NoContent> {
    answers::withdraw(&directory, &app, &caller, aid_id, ask_id).await?;
    Ok(NoContent)
}
