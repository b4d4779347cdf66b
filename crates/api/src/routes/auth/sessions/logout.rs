//! `POST /auth/sessions/logout`

use axum::extract::State;
use parvis_app::{App, accounts};
use parvis_model::Id;
use parvis_model::marker::LoginMarker;
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, NoContent, Person};

/// The logins that end.
#[derive(Debug, Deserialize)]
pub struct EndSessions {
    session_ids: Vec<Id<LoginMarker>>,
}

/// Ends logins of the caller.
pub async fn end_sessions(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<EndSessions>,
) -> ApiResult<NoContent> {
    let count = body.session_ids.len();
    validate::length("session_ids", count, 1..=limits::SESSIONS_ENDED_AT_ONCE_MAX).map_err(invalid_fields)?;
    accounts::end_sessions(&app, &caller, body.session_ids).await?;
    Ok(NoContent)
}
