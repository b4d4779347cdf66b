//! What is sent about webhooks, and how their paths and queries read.

use parvis_app::pictures::Picture;
use parvis_app::webhooks::{NewWebhook, WebhookEdit};
use parvis_model::marker::{ChannelMarker, WebhookMarker};
use parvis_model::{Field, Id};
use parvis_rules::limits::{WEBHOOK_NAME_CHARS_MAX, chars};
use parvis_rules::names;
use parvis_rules::validate::{self, FieldError};
use serde::Deserialize;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::Flag;

/// An id and a secret in a path. Never written anywhere: whoever has both can post.
#[derive(Deserialize)]
pub struct Secret {
    /// The webhook, or the application whose interaction it is.
    pub webhook_id: Id<WebhookMarker>,
    /// The secret.
    pub webhook_token: String,
}

/// How a webhook posts.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ExecuteQuery {
    /// Whether the answer is the message; else it is empty.
    pub wait: Flag,
    /// A thread of the webhook's channel.
    pub thread_id: Option<Id<ChannelMarker>>,
    /// Whether components are taken from a webhook that no application made.
    pub with_components: Flag,
}

/// Where a message of a webhook is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MessageQuery {
    /// A thread of the webhook's channel.
    pub thread_id: Option<Id<ChannelMarker>>,
}

/// The JSON of a new webhook.
#[derive(Debug, Deserialize)]
pub struct CreateWebhook {
    name: String,
    #[serde(default)]
    avatar: Option<String>,
}

impl CreateWebhook {
    /// Checks every field.
    pub fn into_new(self) -> ApiResult<NewWebhook> {
        let mut errors = Vec::new();
        let name = clean_name("name", &self.name, &mut errors);
        let avatar = read_avatar(self.avatar, &mut errors);
        if errors.is_empty() { Ok(NewWebhook { name, avatar }) } else { Err(invalid_fields(errors)) }
    }
}

/// The JSON of a change of a webhook.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditWebhook {
    name: Option<String>,
    avatar: Field<String>,
    channel_id: Option<Id<ChannelMarker>>,
}

impl EditWebhook {
    /// Checks every field.
    pub fn into_edit(self) -> ApiResult<WebhookEdit> {
        let mut errors = Vec::new();
        let name = self.name.map(|name| clean_name("name", &name, &mut errors));
        let avatar = self.avatar.change().map(|uri| read_avatar(uri, &mut errors));
        let edit = WebhookEdit { name, avatar, channel_id: self.channel_id };
        if errors.is_empty() { Ok(edit) } else { Err(invalid_fields(errors)) }
    }
}

/// The name of a webhook as it is shown.
pub fn clean_name(path: &str, name: &str, errors: &mut Vec<FieldError>) -> String {
    let name = names::clean_name(name);
    errors.extend(validate::length(path, chars(&name), 1..=WEBHOOK_NAME_CHARS_MAX).err());
    name
}

fn read_avatar(uri: Option<String>, errors: &mut Vec<FieldError>) -> Option<Picture> {
    let picture = uri.map(|uri| Picture::from_data_uri("avatar", &uri)).transpose();
    picture.map_err(|error| errors.push(error)).ok().flatten()
}
