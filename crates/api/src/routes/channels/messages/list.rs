//! `GET /channels/{channel_id}/messages`

use axum::extract::State;
use parvis_app::App;
use parvis_app::messages::{self, Page};
use parvis_model::marker::{ChannelMarker, MessageMarker};
use parvis_model::{Id, Message};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path, Query};

/// Which part of the history; `around`, `before` and `after` exclude one another.
#[derive(Debug, Deserialize)]
pub struct HistoryQuery {
    around: Option<Id<MessageMarker>>,
    before: Option<Id<MessageMarker>>,
    after: Option<Id<MessageMarker>>,
    limit: Option<i64>,
}

/// A page of the channel's history, newest first.
pub async fn list_messages(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
    Query(query): Query<HistoryQuery>,
) -> ApiResult<Json<Vec<Message>>> {
    let limit = query.limit.unwrap_or(limits::HISTORY_PAGE_DEFAULT as i64);
    validate::number("limit", limit, 1..=limits::HISTORY_PAGE_MAX as i64).map_err(invalid_fields)?;
    let page = match (query.around, query.before, query.after) {
        (Some(id), _, _) => Page::Around(id),
        (None, Some(id), _) => Page::Before(id),
        (None, None, Some(id)) => Page::After(id),
        (None, None, None) => Page::Newest,
    };
    let limit = u32::try_from(limit).expect("checked to be 1 to 100");
    Ok(Json(messages::list(&app, &caller, channel_id, page, limit).await?))
}
