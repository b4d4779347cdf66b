//! `GET /parvis/v1/users/@me/mentions`

use axum::extract::State;
use parvis_app::{App, mentions};
use parvis_model::marker::MessageMarker;
use parvis_model::{Id, MentioningMessages};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, Person, Query};

/// Which of the mentions.
#[derive(Debug, Deserialize)]
pub struct MentionsQuery {
    before: Option<Id<MessageMarker>>,
    limit: Option<i64>,
}

/// A page of the messages that mention the caller, the newest first.
pub async fn list_mentions(
    State(app): State<App>,
    Person(caller): Person,
    Query(query): Query<MentionsQuery>,
) -> ApiResult<Json<MentioningMessages>> {
    let limit_max = limits::MENTIONS_PAGE_MAX as i64;
    let limit = query.limit.unwrap_or(limit_max);
    validate::number("limit", limit, 1..=limit_max).map_err(invalid_fields)?;
    let limit = usize::try_from(limit).expect("checked to be 1 to 50");
    Ok(Json(mentions::list(&app, &caller, query.before, limit).await?))
}
