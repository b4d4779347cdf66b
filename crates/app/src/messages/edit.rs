//! Editing a message: its author everything, somebody who manages messages only whether embeds show.

use parvis_model::marker::{AttachmentMarker, ChannelMarker, MessageMarker};
use parvis_model::{Component, Embed, Event, Id, Message, MessageFlags, Permissions, Timestamp};
use parvis_rules::content::AllowedMentions;
use parvis_rules::{components, limits};
use parvis_store::{Tx, tables};

use super::files::NewFile;
use super::link_embeds::LINK;
use super::mentions::{self, Resolved};
use super::post::{ask, shown_text, submitted};
use super::{Author, FileDraft, author_of, event_of, find};
use crate::access::{self, ChannelAccess};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::hooks::Submission;
use crate::{App, Caller, Outbox, emojis};

/// What an edit changes; `None` leaves it.
#[derive(Debug, Default)]
pub struct MessageEdit {
    /// The text, trimmed.
    pub content: Option<String>,
    /// Validated embeds.
    pub embeds: Option<Vec<Embed>>,
    /// Validated; whether the message takes more than rows is found out when it is written.
    pub components: Option<Vec<Component>>,
    /// Flags, of which SUPPRESS_EMBEDS can be changed and IS_COMPONENTS_V2 set.
    pub flags: Option<MessageFlags>,
    /// Validated.
    pub allowed_mentions: Option<AllowedMentions>,
    /// The files that stay; the others are removed.
    pub kept_files: Option<Vec<Id<AttachmentMarker>>>,
    /// What files that stay show, for those who cannot see it, where that is said anew.
    pub described: Vec<(Id<AttachmentMarker>, Option<String>)>,
    /// Files that come new.
    pub files: Vec<FileDraft>,
}

impl MessageEdit {
    fn is_flags_only(&self) -> bool {
        self.content.is_none()
            && self.embeds.is_none()
            && self.components.is_none()
            && self.kept_files.is_none()
            && self.files.is_empty()
    }
}

/// Edits a message.
pub async fn edit(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    mut edit: MessageEdit,
) -> ActionResult<Message> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    let before = find(app, &access, message_id, caller.user_id).await?;
    if before.author.id == caller.user_id {
        access.require(Permissions::SEND_MESSAGES)?;
    } else if edit.is_flags_only() {
        access.require(Permissions::MANAGE_MESSAGES)?;
    } else {
        return Err(ActionError::Refused(Refusal::CannotEditOthersMessage));
    }
    if !before.kind.is_written() {
        return Err(ActionError::Refused(Refusal::SystemMessage));
    }
    if !edit.is_flags_only() {
        crate::private::require_reachable(app, caller, &access).await?;
    }
    if let Some(content) = edit.content.take() {
        edit.content = Some(emojis::in_text(app, caller, &access, content).await?);
    }
    let author = author_of(app, caller, &access).await?;
    rewrite(app, &access, author, before, edit, |_, _| Ok(())).await
}

/// Changes a message in the name of somebody who may do so.
pub(crate) async fn rewrite(
    app: &App,
    access: &ChannelAccess,
    editor: Author,
    before: Message,
    edit: MessageEdit,
    also: impl FnOnce(&mut Tx<'_>, &mut Outbox) -> ActionResult<()> + Send + 'static,
) -> ActionResult<Message> {
    access.require_not_archived()?;
    let change = prepare(app, access, &editor, &before, edit).await?;
    let message = write(app, access, editor, before.id, change, also).await?;
    app.update_copies_soon(access.id(), &message);
    app.delete_queued_blobs_soon();
    Ok(message)
}

/// An edit that is allowed, with its mentions resolved.
pub(crate) struct Change {
    edit: MessageEdit,
    mentions: Option<Resolved>,
    added: Vec<NewFile>,
    now_ms: i64,
}

/// Checks what is to be changed in a message, and screens it.
pub(crate) async fn prepare(
    app: &App,
    access: &ChannelAccess,
    editor: &Author,
    before: &Message,
    mut edit: MessageEdit,
) -> ActionResult<Change> {
    if before.flags.contains(MessageFlags::HAS_SNAPSHOT) && !edit.is_flags_only() {
        // What somebody else wrote is shown as it was.
        return Err(ActionError::Refused(Refusal::InvalidMessageType));
    }
    if before.flags.contains(MessageFlags::IS_VOICE_MESSAGE) && !edit.is_flags_only() {
        return Err(ActionError::Refused(Refusal::VoiceMessageEdited));
    }
    if !edit.files.is_empty() {
        access.require(Permissions::ATTACH_FILES)?;
    }
    if !access.may(Permissions::EMBED_LINKS)
        && let Some(embeds) = &mut edit.embeds
    {
        embeds.clear();
    }
    let content = edit.content.as_deref().unwrap_or(&before.content);
    let components = edit.components.as_deref().unwrap_or(&before.components);
    let says_something_new = edit.content.is_some() || edit.components.is_some();
    if says_something_new || !edit.files.is_empty() {
        let files = submitted(&edit.files).collect();
        let submission = Submission {
            author_id: editor.user.id,
            access,
            content: &shown_text(content, components),
            edits: Some(before.id),
            is_name: false,
            is_reply: before.referenced_message.as_ref().value().is_some(),
            is_forward: !before.message_snapshots.is_empty(),
            files,
        };
        ask(app, &submission).await?;
    }
    let mentions = if says_something_new {
        let shown = shown_text(content, components);
        let replied_to = before.referenced_message.as_ref().value().map(|quoted| quoted.author.id);
        Some(mentions::resolve(app, access, &shown, edit.allowed_mentions.as_ref(), replied_to).await?)
    } else {
        None
    };
    let files = std::mem::take(&mut edit.files).into_iter();
    let added = files.map(|file| NewFile::new(app, file, false)).collect();
    Ok(Change { edit, mentions, added, now_ms: app.now_ms() })
}

impl Change {
    /// Brings the change into the message as it is at the moment of writing, so that two edits at once lose nothing of
    /// each other, and into its files.
    pub(crate) fn apply(
        mut self,
        app: &App,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        message: &mut Message,
    ) -> ActionResult<()> {
        let removed = removed_files(message, self.edit.kept_files.as_deref());
        message.attachments.retain(|file| !removed.contains(&file.id));
        for (id, description) in std::mem::take(&mut self.edit.described) {
            if let Some(file) = message.attachments.iter_mut().find(|file| file.id == id) {
                tables::attachments::set_description(tx, id, description.as_deref())?;
                file.description = description;
            }
        }
        message.attachments.extend(self.added.iter().map(|new| new.file.clone()));
        app.unsign(message, self.edit.embeds.as_deref_mut(), self.edit.components.as_deref_mut());
        change(self.edit, self.mentions, !self.added.is_empty(), self.now_ms, message);
        require_valid(message)?;
        app.number_media(message)?;
        tables::attachments::delete(tx, &removed, self.now_ms)?;
        self.added.into_iter().try_for_each(|new| new.store(tx, out, message.channel_id, message.id))
    }
}

async fn write(
    app: &App,
    access: &ChannelAccess,
    editor: Author,
    message_id: Id<MessageMarker>,
    change: Change,
    also: impl FnOnce(&mut Tx<'_>, &mut Outbox) -> ActionResult<()> + Send + 'static,
) -> ActionResult<Message> {
    let (channel_id, guild_id) = (access.id(), access.guild_id());
    let (audience, channel_type) = (access.audience(), access.channel().kind);
    let app_in_job = app.clone();
    app.write(access.lane(), move |tx, out| {
        let message = tables::messages::get(tx, channel_id, message_id, editor.user.id)?;
        let mut message = message.ok_or(ActionError::Unknown(Kind::Message))?;
        change.apply(&app_in_job, tx, out, &mut message)?;
        tables::messages::update(tx, &message, guild_id)?;
        app_in_job.sign_files(&mut message);
        let member = editor.member.as_deref().filter(|member| member.user.id == message.author.id);
        let event = event_of(&message, guild_id, member, channel_type);
        out.publish(audience, Event::MessageUpdate(Box::new(event)));
        also(tx, out)?;
        Ok(message)
    })
    .await
}

fn removed_files(message: &Message, kept: Option<&[Id<AttachmentMarker>]>) -> Vec<Id<AttachmentMarker>> {
    let Some(kept) = kept else { return Vec::new() };
    message.attachments.iter().map(|file| file.id).filter(|id| !kept.contains(id)).collect()
}

fn change(
    edit: MessageEdit,
    mentions: Option<Resolved>,
    has_new_files: bool,
    now_ms: i64,
    message: &mut Message,
) {
    if let Some(flags) = edit.flags {
        let suppress = MessageFlags::SUPPRESS_EMBEDS.0;
        // A message can become one that is laid out by components, but never an older one again.
        let layout = flags.0 & MessageFlags::IS_COMPONENTS_V2.0;
        message.flags = MessageFlags(message.flags.0 & !suppress | flags.0 & suppress | layout);
    }
    if !has_new_files && !edit_is_visible(&edit) {
        return;
    }
    if message.flags.contains(MessageFlags::LOADING) {
        // What was promised arrives: that is no edit.
        message.flags = message.flags.without(MessageFlags::LOADING);
    } else {
        message.edited_timestamp = Some(Timestamp::from_unix_ms(now_ms));
    }
    if let Some(embeds) = edit.embeds {
        message.embeds = embeds;
    }
    if let Some(components) = edit.components {
        message.components = components;
    }
    if let Some(content) = edit.content {
        if content != message.content {
            // What was made of the old links goes with them.
            message.embeds.retain(|embed| embed.kind != LINK);
        }
        message.content = content;
    }
    if let Some(mentions) = mentions {
        mentions.write_to(message);
    }
}

/// Whether readers would call it an edit; hiding embeds is none.
fn edit_is_visible(edit: &MessageEdit) -> bool {
    edit.content.is_some() || edit.embeds.is_some() || edit.components.is_some() || edit.kept_files.is_some()
}

fn require_valid(message: &Message) -> ActionResult<()> {
    if message.attachments.len() > limits::MESSAGE_FILES_MAX {
        let text = format!("Must be {} or fewer in length.", limits::MESSAGE_FILES_MAX);
        return Err(ActionError::invalid("attachments", "BASE_TYPE_MAX_LENGTH", text));
    }
    if message.flags.contains(MessageFlags::IS_COMPONENTS_V2) {
        let wrong = components::layout_stands_alone(!message.content.is_empty(), !message.embeds.is_empty());
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
    } else {
        components::only_rows("components", &message.components)?;
    }
    let is_empty = !message.flags.contains(MessageFlags::LOADING)
        && message.content.is_empty()
        && message.embeds.is_empty()
        && message.attachments.is_empty()
        && message.message_snapshots.is_empty()
        && message.components.is_empty();
    if is_empty { Err(ActionError::Refused(Refusal::CannotSendEmptyMessage)) } else { Ok(()) }
}
