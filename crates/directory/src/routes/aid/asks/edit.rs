//! `PATCH /parvis/v1/directory/aid/{aid_id}/asks/{ask_id}`

use axum::Extension;
use axum::extract::State;
use parvis_api::error::ApiResult;
use parvis_api::extract::{Json, Path, Person};
use parvis_app::App;
use parvis_model::Id;
use serde::Deserialize;

use crate::Directory;
use crate::aid::answers::{self, Decision};
use crate::aid::shown::ReceivedAsk;
use crate::markers::{AidMarker, AskMarker};

/// What the author says.
#[derive(Debug, Deserialize)]
pub struct DecisionBody {
    state: Decision,
}

/// The author of a listing decides on an answer to it.
pub async fn decide_ask(
    State(app): State<App>,
    Extension(directory): Extension<Directory>,
    Person(caller): Person,
    Path((aid_id, ask_id)): Path<(Id<AidMarker>, Id<AskMarker>)>,
    Json(body): Json<DecisionBody>,
) -> ApiResult<Json<ReceivedAsk>> {
    Ok(Json(answers::decide(&directory, &app, &caller, aid_id, ask_id, body.state).await?))
}
