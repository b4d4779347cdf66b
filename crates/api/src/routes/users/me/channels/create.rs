//! `POST /users/@me/channels`

use axum::extract::State;
use parvis_app::{App, private};
use parvis_model::marker::UserMarker;
use parvis_model::{Channel, Id};
use parvis_rules::validate;
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json};

/// More names than a group has are not looked at.
const RECIPIENTS_MAX: usize = 100;

/// With whom.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OpenPrivate {
    recipient_id: Option<Id<UserMarker>>,
    recipients: Option<Vec<Id<UserMarker>>>,
}

/// Opens a conversation with one account, or makes a group.
pub async fn open_private_channel(
    State(app): State<App>,
    Auth(caller): Auth,
    Json(body): Json<OpenPrivate>,
) -> ApiResult<Json<Channel>> {
    let with = match body.recipient_id {
        Some(recipient_id) => vec![recipient_id],
        None => body.recipients.unwrap_or_default(),
    };
    validate::length("recipients", with.len(), 1..=RECIPIENTS_MAX).map_err(invalid_fields)?;
    Ok(Json(private::open(&app, &caller, with).await?))
}
