//! `POST /channels/{channel_id}/messages/{message_id}/ack`

use axum::extract::State;
use parvis_app::{App, read_states};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, MessageMarker};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::ApiResult;
use crate::extract::{Json, Path, Person};

/// Whether somebody says by hand that what follows is unread. What is unread is counted here, whatever a client says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ack {
    manual: Option<bool>,
}

/// Marks a channel as read up to a message.
pub async fn ack_message(
    State(app): State<App>,
    Person(caller): Person,
    Path((channel_id, message_id)): Path<(Id<ChannelMarker>, Id<MessageMarker>)>,
    Json(body): Json<Ack>,
) -> ApiResult<Json<Value>> {
    read_states::ack(&app, &caller, channel_id, message_id, body.manual.unwrap_or(false)).await?;
    Ok(Json(json!({ "token": null })))
}
