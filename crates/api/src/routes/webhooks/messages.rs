//! `/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}`, where `@original` is the first answer to an
//! interaction.

pub mod delete;
pub mod edit;
pub mod get;

use parvis_app::webhooks::Which;
use parvis_model::Id;
use parvis_model::marker::WebhookMarker;
use serde::Deserialize;

use crate::error::{ApiResult, invalid_field};

/// A message that was sent with an id and a secret.
#[derive(Deserialize)]
pub struct MessagePath {
    /// The webhook, or the application whose interaction it is.
    pub webhook_id: Id<WebhookMarker>,
    /// The secret.
    pub webhook_token: String,
    /// The message; absent where the path says `@original`.
    message_id: Option<String>,
}

impl MessagePath {
    /// Which message the path names.
    fn which(&self) -> ApiResult<Which> {
        let Some(text) = self.message_id.as_deref().filter(|text| *text != "@original") else {
            return Ok(Which::Original);
        };
        text.parse().map(Which::Message).map_err(|_| {
            invalid_field("message_id", "NUMBER_TYPE_COERCE", format!("Value \"{text}\" is not snowflake."))
        })
    }
}
