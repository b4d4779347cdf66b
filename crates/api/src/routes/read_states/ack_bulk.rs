//! `POST /read-states/ack-bulk`

use axum::extract::State;
use parvis_app::{App, read_states};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, MessageMarker};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Json, NoContent, Person};

/// How far the caller has read in several channels.
#[derive(Debug, Deserialize)]
pub struct AckBulk {
    read_states: Vec<Read>,
}

#[derive(Debug, Deserialize)]
struct Read {
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
}

/// Marks several channels as read.
pub async fn ack_bulk(
    State(app): State<App>,
    Person(caller): Person,
    Json(body): Json<AckBulk>,
) -> ApiResult<NoContent> {
    let lengths = 1..=limits::ACK_BULK_MAX;
    validate::length("read_states", body.read_states.len(), lengths).map_err(invalid_fields)?;
    let states = body.read_states.into_iter().map(|read| (read.channel_id, read.message_id)).collect();
    read_states::ack_many(&app, &caller, states).await?;
    Ok(NoContent)
}
