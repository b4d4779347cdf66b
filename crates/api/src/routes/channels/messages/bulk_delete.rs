//! `POST /channels/{channel_id}/messages/bulk-delete`

use std::collections::HashSet;

use axum::extract::State;
use parvis_app::{App, messages};
use parvis_model::Id;
use parvis_model::marker::{ChannelMarker, MessageMarker};
use parvis_rules::{limits, validate};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_field, invalid_fields};
use crate::extract::{Auth, Json, NoContent, Path, Reason};

/// Which messages.
#[derive(Debug, Deserialize)]
pub struct BulkDelete {
    messages: Vec<Id<MessageMarker>>,
}

/// Deletes several messages at once.
pub async fn bulk_delete_messages(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
    Reason(reason): Reason,
    Json(body): Json<BulkDelete>,
) -> ApiResult<NoContent> {
    let counts = limits::BULK_DELETE_MIN..=limits::BULK_DELETE_MAX;
    validate::length("messages", body.messages.len(), counts).map_err(invalid_fields)?;
    let mut seen = HashSet::new();
    if let Some(twice) = body.messages.iter().position(|id| !seen.insert(*id)) {
        let text = "The set already contains this value";
        return Err(invalid_field(format!("messages.{twice}"), "SET_TYPE_ALREADY_CONTAINS_VALUE", text));
    }
    messages::bulk_delete(&app, &caller, channel_id, body.messages, reason).await?;
    Ok(NoContent)
}
