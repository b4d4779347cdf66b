//! What people do with messages: send, read, edit, delete.

mod bulk_delete;
mod edit;
mod files;
mod forward;
mod link_embeds;
mod mentions;
mod post;
mod rule;

use std::sync::Arc;

use parvis_model::event::{MessageCreate, MessageDelete};
use parvis_model::marker::{
    ApplicationMarker, ChannelMarker, GuildMarker, MessageMarker, UserMarker, WebhookMarker,
};
use parvis_model::{
    ChannelType, Component, Embed, Event, Field, Id, Member, Message, MessageFlags, Nonce, Permissions, User,
};
use parvis_rules::content::AllowedMentions;
use parvis_store::tables;
/// Which part of a history is wanted.
pub use parvis_store::tables::messages::Page;

use crate::access::{self, ChannelAccess};
use crate::audit::Entry;
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::restrictions::{Act, Actor, Restriction};
use crate::{App, Caller, emojis};

pub use bulk_delete::bulk_delete;
pub use edit::{MessageEdit, edit};
pub(crate) use edit::{prepare as prepare_edit, rewrite};
pub use files::{FileDraft, Voice};
pub(crate) use files::{NewFile, copied_files};
pub use forward::Forward;
pub use link_embeds::{LINK, add_link_embeds, has_link_embeds, require_link_embeds};
pub(crate) use post::{Composed, post, post_first, prepare, screen_name, write};
pub(crate) use rule::audience;
pub use rule::remove_by_rule;

/// A message that somebody wants to send: well-formed, but not yet allowed.
#[derive(Debug, Default)]
pub struct MessageDraft {
    /// The text, trimmed.
    pub content: String,
    /// Comes back in the answer and the event.
    pub nonce: Option<Nonce>,
    /// Whether a second message with this nonce is answered with the first.
    pub enforce_nonce: bool,
    /// Read aloud.
    pub tts: bool,
    /// Validated embeds.
    pub embeds: Vec<Embed>,
    /// Validated; `None`: everything that the text names.
    pub allowed_mentions: Option<AllowedMentions>,
    /// The message that is answered.
    pub reply_to: Option<ReplyTo>,
    /// The message that is forwarded; then there is nothing else in it.
    pub forward: Option<Forward>,
    /// Validated; with the flag IS_COMPONENTS_V2 they are the whole message.
    pub components: Vec<Component>,
    /// Those that an author may set.
    pub flags: MessageFlags,
    /// Files that are on the disk already.
    pub files: Vec<FileDraft>,
}

/// The message that is answered.
#[derive(Debug, Clone, Copy)]
pub struct ReplyTo {
    /// Its channel, if the author named one; only the channel of the answer will do.
    pub channel_id: Option<Id<ChannelMarker>>,
    /// Which.
    pub message_id: Id<MessageMarker>,
    /// Whether the message is refused when that one does not exist (any more).
    pub must_exist: bool,
}

impl MessageDraft {
    /// Whether there is nothing in it, nor will be.
    fn is_empty(&self) -> bool {
        !self.flags.contains(MessageFlags::LOADING)
            && self.content.is_empty()
            && self.embeds.is_empty()
            && self.files.is_empty()
            && self.components.is_empty()
            && self.forward.is_none()
    }

    /// The same as the content of a message that is there already.
    pub(crate) fn into_edit(self) -> MessageEdit {
        MessageEdit {
            content: Some(self.content),
            embeds: Some(self.embeds),
            components: Some(self.components),
            flags: Some(self.flags),
            allowed_mentions: self.allowed_mentions,
            kept_files: None,
            described: Vec::new(),
            files: self.files,
        }
    }
}

/// Sends a message. Acknowledged means on disk.
pub async fn send(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    mut draft: MessageDraft,
) -> ActionResult<Message> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    access.require_text()?;
    access.require(Permissions::SEND_MESSAGES)?;
    draft.content = emojis::in_text(app, caller, &access, draft.content).await?;
    crate::private::require_reachable(app, caller, &access).await?;
    if let Some(forward) = draft.forward.take() {
        draft.forward = Some(forward.take(app, caller, &access).await?);
    }
    let author = author_of(app, caller, &access).await?;
    post(app, &access, author, draft).await
}

/// Who writes.
#[derive(Debug, Clone)]
pub(crate) struct Author {
    /// As the message shows it.
    pub(crate) user: User,
    /// Its membership, when it writes as a member of a guild.
    pub(crate) member: Option<Arc<Member>>,
    /// The webhook by which it writes; an answer to an interaction has its application's id here.
    pub(crate) webhook_id: Option<Id<WebhookMarker>>,
    /// The application whose webhook it is.
    pub(crate) application_id: Option<Id<ApplicationMarker>>,
    /// A picture that the webhook named for this message.
    pub(crate) avatar_url: Option<String>,
}

pub(crate) async fn author_of(app: &App, caller: &Caller, access: &ChannelAccess) -> ActionResult<Author> {
    let author =
        |user, member| Author { user, member, webhook_id: None, application_id: None, avatar_url: None };
    if let Some(guild) = access.guild() {
        return Ok(author(guild.member.user.clone(), Some(Arc::clone(&guild.member))));
    }
    let user_id = caller.user_id;
    let user = app.read(move |tx| Ok(tables::users::get(tx, user_id)?)).await?;
    Ok(author(user.ok_or(ActionError::Unauthorized)?, None))
}

/// A page of a channel's history, newest first.
pub async fn list(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    page: Page,
    limit: u32,
) -> ActionResult<Vec<Message>> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    access.require_text()?;
    if !access.may(Permissions::READ_MESSAGE_HISTORY) {
        // Without the right to the past, the channel's past is empty.
        return Ok(Vec::new());
    }
    let viewer = caller.user_id;
    let mut messages =
        app.read(move |tx| Ok(tables::messages::page(tx, channel_id, page, limit, viewer)?)).await?;
    messages.iter_mut().for_each(|message| app.sign_files(message));
    Ok(messages)
}

/// One message of a channel.
pub async fn get(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
) -> ActionResult<Message> {
    let access = access::channel(app, caller, channel_id, Permissions::READ_MESSAGE_HISTORY).await?;
    find(app, &access, message_id, caller.user_id).await
}

/// A message of a channel to which access is proved.
pub(crate) async fn find(
    app: &App,
    access: &ChannelAccess,
    message_id: Id<MessageMarker>,
    viewer: Id<UserMarker>,
) -> ActionResult<Message> {
    let channel_id = access.id();
    let found = app.read(move |tx| Ok(tables::messages::get(tx, channel_id, message_id, viewer)?)).await?;
    let mut message = found.ok_or(ActionError::Unknown(Kind::Message))?;
    app.sign_files(&mut message);
    Ok(message)
}

/// Deletes a message: one's own, or anybody's with MANAGE_MESSAGES.
pub async fn delete(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    reason: Option<String>,
) -> ActionResult<()> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    let message = find(app, &access, message_id, caller.user_id).await?;
    let own = message.author.id == caller.user_id;
    if !own {
        access.require_guild()?;
        access.require(Permissions::MANAGE_MESSAGES)?;
    }
    if !message.kind.is_deletable() {
        return Err(ActionError::Refused(Refusal::SystemMessage));
    }
    let guild_id = access.guild_id().filter(|_| !own);
    let by_another = guild_id.map(|guild_id| DeletedByAnother {
        entry: crate::audit::message_deleted(app, caller, guild_id, &message, 1, reason.clone()),
        restriction: Restriction {
            guild_id,
            actor: Actor::of(caller),
            user_id: message.author.id,
            act: Act::MessagesDeleted { channel_id, count: 1, quote: message.content.clone() },
            reason,
        },
    });
    remove(app, &access, message_id, by_another).await
}

/// What is written down when somebody else than the author deletes a message.
pub(crate) struct DeletedByAnother {
    entry: Entry,
    restriction: Restriction,
}

/// Removes a message whose deletion is allowed.
pub(crate) async fn remove(
    app: &App,
    access: &ChannelAccess,
    message_id: Id<MessageMarker>,
    by_another: Option<DeletedByAnother>,
) -> ActionResult<()> {
    let (audience, channel_id, guild_id) = (access.audience(), access.id(), access.guild_id());
    let (house, now_ms) = (app.clone(), app.now_ms());
    let copies = app.write(access.lane(), move |tx, out| {
        let copies = tables::webhooks::copies(tx, channel_id, &[message_id])?;
        if tables::messages::delete(tx, channel_id, &[message_id], now_ms)?.is_empty() {
            return Err(ActionError::Unknown(Kind::Message));
        }
        let event = MessageDelete { id: message_id, channel_id, guild_id };
        out.publish(audience, Event::MessageDelete(event));
        if let Some(DeletedByAnother { entry, restriction }) = by_another {
            crate::audit::record(tx, out, entry)?;
            house.note_restriction(tx, out, &restriction)?;
        }
        Ok(copies)
    });
    app.withdraw_copies_soon(copies.await?);
    app.delete_queued_blobs_soon();
    Ok(())
}

/// A message as everybody gets it: whether the reader reacted is not known of all of them at once.
pub(crate) fn event_of(
    message: &Message,
    guild_id: Option<Id<GuildMarker>>,
    author: Option<&Member>,
    channel_type: ChannelType,
) -> MessageCreate {
    let mut message = message.clone();
    message.reactions.iter_mut().for_each(|reaction| reaction.me = false);
    if let Field::Value(quoted) = &mut message.referenced_message {
        quoted.reactions.iter_mut().for_each(|reaction| reaction.me = false);
    }
    match guild_id {
        Some(guild_id) => {
            MessageCreate::in_guild(message, guild_id, author.cloned().map(Into::into), channel_type)
        }
        None => MessageCreate::direct(message, channel_type),
    }
}
