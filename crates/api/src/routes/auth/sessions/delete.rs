//! `DELETE /auth/sessions/{session_id}`

use axum::extract::State;
use parvis_app::{App, accounts};
use parvis_model::Id;
use parvis_model::marker::LoginMarker;

use crate::error::ApiResult;
use crate::extract::{NoContent, Path, Person};

/// Ends one login of the caller.
pub async fn end_session(
    State(app): State<App>,
    Person(caller): Person,
    Path(session_id): Path<Id<LoginMarker>>,
) -> ApiResult<NoContent> {
    accounts::end_sessions(&app, &caller, vec![session_id]).await?;
    Ok(NoContent)
}
