//! What most messages do not have: kept as JSON in one column, which is empty for the others.

use parvis_model::marker::{ApplicationMarker, RoleMarker, UserMarker, WebhookMarker};
use parvis_model::{Component, Discriminator, Embed, Id, Message, MessageReference, SnapshotMessage};
use serde::{Deserialize, Serialize};

use super::Origin;
use crate::Json;

/// All of it; nothing at all when it is the default.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Extras {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) tts: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) everyone: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) users: Vec<Id<UserMarker>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) roles: Vec<Id<RoleMarker>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) embeds: Vec<Embed>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) components: Vec<Component>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reference: Option<Box<MessageReference>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) webhook: Option<Box<SentByWebhook>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) origin: Option<Box<Origin>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) snapshot: Option<Box<SnapshotMessage>>,
}

/// By which webhook a message was sent. A webhook has no account: its name and avatar stand with the message.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct SentByWebhook {
    pub(super) id: Id<WebhookMarker>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) application_id: Option<Id<ApplicationMarker>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) avatar: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) avatar_url: Option<String>,
}

/// What of a message goes there.
pub(super) fn extras_of(message: &Message) -> Option<Json<Extras>> {
    let forwarded = message.message_snapshots.first().map(|snapshot| &snapshot.message);
    let mentioned = message.mentions.iter().map(|mention| mention.user.id);
    let named = forwarded.into_iter().flat_map(|it| &it.mentions).map(|user| user.id);
    let extras = Extras {
        tts: message.tts,
        everyone: message.mention_everyone,
        users: mentioned.chain(named).collect(),
        roles: message.mention_roles.clone(),
        embeds: message.embeds.clone(),
        components: message.components.clone(),
        reference: message.message_reference.clone(),
        webhook: message.webhook_id.map(|id| Box::new(sent_by(id, message))),
        origin: Origin::of(message),
        snapshot: forwarded.map(|it| Box::new(without_rows(it))),
    };
    (extras != Extras::default()).then_some(Json(extras))
}

/// Files and accounts stand in rows of their own, as those of the message itself do.
fn without_rows(forwarded: &SnapshotMessage) -> SnapshotMessage {
    SnapshotMessage { attachments: Vec::new(), mentions: Vec::new(), ..forwarded.clone() }
}

/// What an application answers to an interaction has a bot's account as its author.
fn sent_by(id: Id<WebhookMarker>, message: &Message) -> SentByWebhook {
    let author = Some(&message.author).filter(|author| author.discriminator == Discriminator::WEBHOOK);
    SentByWebhook {
        id,
        application_id: message.application_id,
        name: author.map(|author| author.username.clone()),
        avatar: author.and_then(|author| author.avatar.clone()),
        avatar_url: message.webhook_avatar_url.clone(),
    }
}
