//! `POST /channels/{channel_id}/messages/{message_id}/ack`

use axum::extract::State;
use parvis_app::App;
use parvis_app::read_states::{self, Reading};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, MessageMarker};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::ApiResult;
use crate::extract::{Json, Path, Person};

/// Whether the person did it, and not the device alone: by hand, in either direction, or by opening the channel. What
/// is unread is counted here, whatever a client says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ack {
    manual: Option<bool>,
    opened: Option<bool>,
}

impl Ack {
    fn by(&self) -> Reading {
        match (self.manual, self.opened) {
            (Some(true), _) => Reading::Chosen,
            (_, Some(true)) => Reading::Opened,
            _ => Reading::Shown,
        }
    }
}

/// Marks a channel as read up to a message.
pub async fn ack_message(
    State(app): State<App>,
    Person(caller): Person,
    Path((channel_id, message_id)): Path<(Id<ChannelMarker>, Id<MessageMarker>)>,
    Json(body): Json<Ack>,
) -> ApiResult<Json<Value>> {
    read_states::ack(&app, &caller, channel_id, message_id, body.by()).await?;
    Ok(Json(json!({ "token": null })))
}
