//! `GET /channels/{channel_id}/messages/pins`

use axum::extract::State;
use parvis_app::{App, pins};
use parvis_model::marker::ChannelMarker;
use parvis_model::{Id, PinnedMessages, Timestamp};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path, Query};

/// Which of the pins.
#[derive(Debug, Deserialize)]
pub struct PinsQuery {
    before: Option<Timestamp>,
    limit: Option<i64>,
}

/// A page of the channel's pins, the last pinned first.
pub async fn list_pins(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
    Query(query): Query<PinsQuery>,
) -> ApiResult<Json<PinnedMessages>> {
    let limit_max = limits::CHANNEL_PINS_PAGE_MAX as i64;
    let limit = query.limit.unwrap_or(limit_max);
    validate::number("limit", limit, 1..=limit_max).map_err(invalid_fields)?;
    let limit = u32::try_from(limit).expect("checked to be 1 to 50");
    Ok(Json(pins::list(&app, &caller, channel_id, query.before, limit).await?))
}
