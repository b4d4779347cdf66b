//! `GET /parvis/v1/users/@me/saved-messages`

use axum::extract::State;
use parvis_app::{App, saved_messages};
use parvis_model::{SavedMessages, Timestamp};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Person, Query};

/// Which of the saved messages.
#[derive(Debug, Deserialize)]
pub struct SavedMessagesQuery {
    before: Option<Timestamp>,
    limit: Option<i64>,
}

/// A page of what the caller saved, the last saved first.
pub async fn list_saved_messages(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<SavedMessagesQuery>,
) -> ApiResult<Json<SavedMessages>> {
    let limit_max = limits::SAVED_MESSAGES_PAGE_MAX as i64;
    let limit = query.limit.unwrap_or(limit_max);
    validate::number("limit", limit, 1..=limit_max).map_err(invalid_fields)?;
    let limit = usize::try_from(limit).expect("checked to be 1 to 50");
    Ok(Json(saved_messages::list(&app, &caller, query.before, limit).await?))
}
