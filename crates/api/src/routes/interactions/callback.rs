//! `POST /interactions/{interaction_id}/{interaction_token}/callback`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use parvis_app::{App, interactions};
use parvis_model::Id;
use parvis_model::marker::InteractionMarker;
use serde::Deserialize;

use super::body::CallbackBody;
use crate::error::ApiResult;
use crate::extract::{Flag, Json, NoContent, Path, Query};
use crate::form::WithFiles;

/// What the caller wants to know.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    with_response: Flag,
}

/// Gives an interaction its first answer. The token in the path is all that the caller needs.
pub async fn answer_interaction(
    State(app): State<App>,
    Path((id, token)): Path<(Id<InteractionMarker>, String)>,
    Query(wanted): Query<Wanted>,
    body: WithFiles<CallbackBody>,
) -> ApiResult<Response> {
    let callback = body.json.into_callback(body.files)?;
    let answered = interactions::answer(&app, id, &token, callback).await?;
    Ok(if wanted.with_response.0 { Json(answered).into_response() } else { NoContent.into_response() })
}
