//! `GET /channels/{channel_id}/pins`

use axum::extract::State;
use parvis_app::{App, pins};
use parvis_model::marker::ChannelMarker;
use parvis_model::{Id, Message};
use parvis_rules::limits;

use crate::error::ApiResult;
use crate::extract::{Auth, Json, Path};

/// The messages that were pinned last, as older libraries ask for them.
pub async fn list_pinned_messages(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
) -> ApiResult<Json<Vec<Message>>> {
    let limit = u32::try_from(limits::CHANNEL_PINS_PAGE_MAX).expect("a page is small");
    let pinned = pins::list(&app, &caller, channel_id, None, limit).await?;
    Ok(Json(pinned.items.into_iter().map(|pin| pin.message).collect()))
}
