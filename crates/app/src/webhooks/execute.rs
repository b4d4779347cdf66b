//! What a webhook does with messages: only its own, and only in its channel and the threads of it.

use parvis_model::marker::ChannelMarker;
use parvis_model::{ChannelType, Component, Id, Message, Permissions, User};
use parvis_rules::components::are_interactive;
use parvis_store::tables::webhooks::Kept;

use super::{Which, place_of};
use crate::App;
use crate::access::{self, ChannelAccess};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::messages::{self, Author, MessageDraft, MessageEdit};
use crate::threads::{self, Start, ThreadDraft};

/// What the secret of a webhook opens. It was made by somebody whom the channel trusts with all of this.
const PERMISSIONS: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::SEND_TTS_MESSAGES)
    .union(Permissions::SEND_VOICE_MESSAGES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::MENTION_EVERYONE)
    .union(Permissions::USE_EXTERNAL_EMOJIS)
    .union(Permissions::BYPASS_SLOWMODE);

/// A message that somebody sends by a webhook: well-formed, but not yet allowed.
#[derive(Debug, Default)]
pub struct Execution {
    /// The message.
    pub draft: MessageDraft,
    /// The name that the webhook takes for it; valid and clean.
    pub username: Option<String>,
    /// The picture that the webhook names for it; a valid address.
    pub avatar_url: Option<String>,
    /// Whether a webhook that no application made may send components: then such that nobody has to answer for.
    pub with_components: bool,
    /// Whether only whoever interacted sees it; for answers to interactions.
    pub is_ephemeral: bool,
    /// A thread of its channel.
    pub thread_id: Option<Id<ChannelMarker>>,
    /// A post that it starts with the message, in a forum.
    pub thread: Option<ThreadDraft>,
}

pub(super) async fn send(app: &App, kept: &Kept, execution: Execution) -> ActionResult<Message> {
    let Execution { mut draft, username, avatar_url, with_components, thread_id, thread, .. } = execution;
    let access = place(app, kept, thread_id).await?;
    match thread.is_some() {
        true if !access.channel().kind.is_forum() => {
            return Err(ActionError::Refused(Refusal::WebhookNotInForum));
        }
        true => {}
        false => access.require_text().map_err(|_| ActionError::Refused(Refusal::WebhookNeedsThread))?,
    }
    if kept.webhook.application_id.is_none() {
        if !with_components {
            draft.components.clear();
        }
        require_nobody_s(&draft.components)?;
    }
    let author = Author { avatar_url, ..author_of(kept, username) };
    let Some(thread) = thread else { return messages::post(app, &access, author, draft).await };
    let kind = ChannelType::PUBLIC_THREAD;
    let start = Start::unrecorded(app, &access, app.ids.next(), kind, thread, &author)?;
    Ok(threads::post(app, access, author, start, draft).await?.1)
}

pub(super) async fn get(
    app: &App,
    kept: &Kept,
    which: Which,
    thread_id: Option<Id<ChannelMarker>>,
) -> ActionResult<Message> {
    Ok(own(app, kept, which, thread_id).await?.1)
}

pub(super) async fn edit(
    app: &App,
    kept: &Kept,
    which: Which,
    thread_id: Option<Id<ChannelMarker>>,
    edit: MessageEdit,
) -> ActionResult<Message> {
    let (access, message) = own(app, kept, which, thread_id).await?;
    if kept.webhook.application_id.is_none() {
        require_nobody_s(edit.components.as_deref().unwrap_or_default())?;
    }
    messages::rewrite(app, &access, author_of(kept, None), message, edit, |_, _| Ok(())).await
}

pub(super) async fn delete(
    app: &App,
    kept: &Kept,
    which: Which,
    thread_id: Option<Id<ChannelMarker>>,
) -> ActionResult<()> {
    let (access, message) = own(app, kept, which, thread_id).await?;
    messages::remove(app, &access, message.id, None).await
}

/// The webhook's channel, or a thread of it.
async fn place(app: &App, kept: &Kept, thread_id: Option<Id<ChannelMarker>>) -> ActionResult<ChannelAccess> {
    let (_, channel_id) = place_of(&kept.webhook)?;
    let Some(thread_id) = thread_id.filter(|thread_id| *thread_id != channel_id) else {
        return access::by_token(app, channel_id, PERMISSIONS).await;
    };
    let access = access::by_token(app, thread_id, PERMISSIONS).await?;
    let channel = access.channel();
    if channel.kind.is_thread() && channel.parent_id == Some(channel_id) {
        Ok(access)
    } else {
        Err(ActionError::Unknown(Kind::Channel))
    }
}

/// A message of this very webhook; those of others do not exist for it.
async fn own(
    app: &App,
    kept: &Kept,
    which: Which,
    thread_id: Option<Id<ChannelMarker>>,
) -> ActionResult<(ChannelAccess, Message)> {
    let unknown = || ActionError::Unknown(Kind::Message);
    let Which::Message(message_id) = which else { return Err(unknown()) };
    let access = place(app, kept, thread_id).await?;
    let message = messages::find(app, &access, message_id, kept.webhook.id.cast()).await?;
    if message.webhook_id == Some(kept.webhook.id) { Ok((access, message)) } else { Err(unknown()) }
}

fn author_of(kept: &Kept, username: Option<String>) -> Author {
    let webhook = &kept.webhook;
    let name = username.unwrap_or_else(|| webhook.name.clone());
    Author {
        user: User::webhook(webhook.id, name, webhook.avatar.clone()),
        member: None,
        webhook_id: Some(webhook.id),
        application_id: webhook.application_id,
        avatar_url: None,
    }
}

/// Components that can be used need an application that answers.
fn require_nobody_s(components: &[Component]) -> ActionResult<()> {
    if are_interactive(components) {
        let text = "Only webhooks of applications can send components that are used.";
        return Err(ActionError::invalid("components", "COMPONENTS_NEED_APPLICATION", text));
    }
    Ok(())
}
