//! What people do with messages.

use std::sync::Arc;

use parvis_model::event::{MessageCreate, MessageDelete};
use parvis_model::marker::{
    AttachmentMarker, ChannelMarker, GenericMarker, GuildMarker, MessageMarker, UserMarker,
};
use parvis_model::{
    Attachment, ChannelType, Embed, Event, Field, Id, Member, Mention, Message, MessageFlags,
    MessageReference, MessageType, Nonce, Permissions, Timestamp, User,
};
use parvis_rules::content::{self, AllowedMentions, Mentions};
use parvis_rules::limits;
/// Which part of a history is wanted.
pub use parvis_store::tables::messages::Page;
use parvis_store::{Tx, tables};
use serde_json::Value;

use crate::access::{self, ChannelAccess};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::files::Upload;
use crate::hooks::{Submission, Verdict};
use crate::{App, Caller};

/// How long an enforced nonce is remembered.
const NONCE_MS: i64 = 5 * 60_000;

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
    /// Kept as they are.
    pub components: Vec<Value>,
    /// Those that an author may set.
    pub flags: MessageFlags,
    /// Files that are on the disk already, with their descriptions.
    pub files: Vec<(Upload, Option<String>)>,
}

/// The message that is answered.
#[derive(Debug, Clone, Copy)]
pub struct ReplyTo {
    /// Which.
    pub message_id: Id<MessageMarker>,
    /// Whether the message is refused when that one does not exist (any more).
    pub must_exist: bool,
}

impl MessageDraft {
    fn is_empty(&self) -> bool {
        self.content.is_empty()
            && self.embeds.is_empty()
            && self.files.is_empty()
            && self.components.is_empty()
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
    restrict_to_permissions(&access, &mut draft)?;
    if draft.is_empty() {
        return Err(ActionError::Refused(Refusal::CannotSendEmptyMessage));
    }
    crate::private::require_not_blocked(app, caller, &access).await?;
    screen(app, caller, &access, &draft).await?;
    let author = author_of(app, caller, &access).await?;
    let replied = replied_message(app, caller, &access, &draft).await?;
    let mentions = mentions_of(app, &access, &draft, replied.as_ref()).await?;

    let uploads = std::mem::take(&mut draft.files);
    let mut message = compose(app, &access, &author, draft, replied, mentions);
    let mut blobs = Vec::with_capacity(uploads.len());
    for (upload, description) in &uploads {
        let (file, blob) = attachment_of(app, upload, description.clone());
        message.message.attachments.push(file);
        blobs.push(blob);
    }
    let sent = store(app, &access, message, blobs).await?;
    if sent.is_new {
        uploads.into_iter().for_each(|(upload, _)| upload.keep());
    }
    Ok(sent.message)
}

/// A message together with what only its creation needs.
struct Composed {
    message: Message,
    author_member: Option<Arc<Member>>,
    nonce: Option<String>,
    everyone: bool,
    slowmode_ms: i64,
}

struct Sent {
    message: Message,
    is_new: bool,
}

/// Writes the message in one transaction and tells everybody who may read it.
async fn store(
    app: &App,
    access: &ChannelAccess,
    composed: Composed,
    blobs: Vec<String>,
) -> ActionResult<Sent> {
    let audience = access.audience();
    let guild_id = access.guild_id();
    let channel_type = access.channel().kind;
    let app_in_job = app.clone();
    let wanted = app.ids.next::<MessageMarker>();
    let reopen = access.private().is_some();
    app.write(access.lane(), move |tx, out| {
        let Composed { mut message, author_member, nonce, everyone, slowmode_ms } = composed;
        let author_id = message.author.id;
        if let Some(nonce) = &nonce
            && let Some(id) = tables::messages::by_nonce(tx, author_id, message.channel_id, nonce)?
            && let Some(mut first) = tables::messages::get(tx, message.channel_id, id, author_id)?
        {
            first.nonce = message.nonce.take();
            app_in_job.sign_files(&mut first);
            return Ok(Sent { message: first, is_new: false });
        }
        require_slowmode(tx, &message, wanted, slowmode_ms)?;
        let (seq, id) = tables::channels::next_message(tx, message.channel_id, wanted)?
            .ok_or(ActionError::Unknown(Kind::Channel))?;
        message.id = id;
        message.timestamp = Timestamp::from_unix_ms(id.created_unix_ms());
        tables::messages::insert(tx, &message, seq)?;
        if !message.author.bot {
            // Whoever writes has read what stands above.
            tables::read_states::advance(tx, author_id, message.channel_id, id, seq)?;
        }
        for (file, blob) in message.attachments.iter().zip(&blobs) {
            tables::attachments::insert(tx, message.channel_id, id, file, blob)?;
        }
        if everyone && let Some(guild_id) = guild_id {
            tables::messages::insert_mention(tx, guild_id.cast::<GenericMarker>(), &message)?;
        }
        if let Some(nonce) = &nonce {
            let forget_before = Id::first_of_unix_ms(id.created_unix_ms() - NONCE_MS);
            tables::messages::remember_nonce(tx, &message, nonce, forget_before)?;
        }
        if reopen {
            crate::private::show_to_everybody(tx, out, message.channel_id)?;
        }
        app_in_job.sign_files(&mut message);
        let event = event_of(&message, guild_id, author_member.as_deref(), channel_type);
        out.publish(audience, Event::MessageCreate(Box::new(event)));
        Ok(Sent { message, is_new: true })
    })
    .await
}

/// Takes away what the author may not do in this channel, and refuses what cannot be taken away.
fn restrict_to_permissions(access: &ChannelAccess, draft: &mut MessageDraft) -> ActionResult<()> {
    if !draft.files.is_empty() {
        access.require(Permissions::ATTACH_FILES)?;
    }
    if draft.reply_to.is_some() {
        access.require(Permissions::READ_MESSAGE_HISTORY)?;
    }
    if !access.may(Permissions::EMBED_LINKS) {
        draft.embeds.clear();
    }
    draft.tts &= access.may(Permissions::SEND_TTS_MESSAGES);
    Ok(())
}

async fn screen(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    draft: &MessageDraft,
) -> ActionResult<()> {
    let submission = Submission {
        author_id: caller.user_id,
        guild_id: access.guild_id(),
        channel_id: access.id(),
        content: &draft.content,
        filenames: draft.files.iter().map(|(upload, _)| upload.filename.as_str()).collect(),
    };
    match app.screen(&submission).await {
        Verdict::Pass => Ok(()),
        Verdict::Refuse { reason } => Err(ActionError::Screened { reason }),
    }
}

struct Author {
    user: User,
    member: Option<Arc<Member>>,
}

async fn author_of(app: &App, caller: &Caller, access: &ChannelAccess) -> ActionResult<Author> {
    if let Some(guild) = access.guild() {
        return Ok(Author { user: guild.member.user.clone(), member: Some(Arc::clone(&guild.member)) });
    }
    let user_id = caller.user_id;
    let user = app.read(move |tx| Ok(tables::users::get(tx, user_id)?)).await?;
    Ok(Author { user: user.ok_or(ActionError::Unauthorized)?, member: None })
}

/// The message that the draft answers. One that is gone is only refused when the author asked for that.
async fn replied_message(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    draft: &MessageDraft,
) -> ActionResult<Option<Message>> {
    let Some(reply) = draft.reply_to else { return Ok(None) };
    let (channel_id, viewer) = (access.id(), caller.user_id);
    let found =
        app.read(move |tx| Ok(tables::messages::get(tx, channel_id, reply.message_id, viewer)?)).await?;
    if found.is_none() && reply.must_exist {
        return Err(ActionError::invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message"));
    }
    Ok(found)
}

/// Whom the message notifies: of those whom its text names, the ones who exist, and in a guild are its members.
async fn mentions_of(
    app: &App,
    access: &ChannelAccess,
    draft: &MessageDraft,
    replied: Option<&Message>,
) -> ActionResult<(Mentions, Vec<Mention>)> {
    let named = content::text_mentions(&draft.content);
    let everything = AllowedMentions::all();
    let allowed = draft.allowed_mentions.as_ref().unwrap_or(&everything);
    let ranks = access.guild().map(|guild| guild.guild.ranks());
    let replied_to = replied.map(|message| message.author.id);
    let mentions = content::mentions(&named, allowed, replied_to, access.permissions, ranks);
    if mentions.users.is_empty() {
        return Ok((mentions, Vec::new()));
    }
    let people = people(app, access, mentions.users.clone()).await?;
    Ok((mentions, people))
}

async fn people(app: &App, access: &ChannelAccess, ids: Vec<Id<UserMarker>>) -> ActionResult<Vec<Mention>> {
    let guild_id = access.guild_id();
    app.read(move |tx| {
        let mut people: Vec<Mention> = Vec::with_capacity(ids.len());
        if let Some(guild_id) = guild_id {
            for member in tables::members::get_many(tx, guild_id, &ids)? {
                let user = member.user.clone();
                people.push(Mention { user, member: Some(Box::new(member.into())) });
            }
        }
        let missing: Vec<_> =
            ids.iter().copied().filter(|id| !people.iter().any(|it| it.user.id == *id)).collect();
        people.extend(tables::users::get_many(tx, &missing)?.into_iter().map(Mention::from));
        people.sort_by_key(|it| ids.iter().position(|id| *id == it.user.id));
        Ok(people)
    })
    .await
}

fn compose(
    app: &App,
    access: &ChannelAccess,
    author: &Author,
    draft: MessageDraft,
    replied: Option<Message>,
    (mentions, people): (Mentions, Vec<Mention>),
) -> Composed {
    let now = Timestamp::from_unix_ms(app.now_ms());
    let mut message = Message::new(Id::new(0), access.id(), author.user.clone(), now);
    message.content = draft.content;
    message.tts = draft.tts;
    message.embeds = draft.embeds;
    message.components = draft.components;
    message.flags = draft.flags;
    message.mention_everyone = mentions.everyone;
    message.mention_roles = mentions.roles;
    message.mentions = people;
    if let Some(reply) = draft.reply_to {
        message.kind = MessageType::REPLY;
        let reference = MessageReference::reply(access.guild_id(), access.id(), reply.message_id);
        message.message_reference = Some(Box::new(reference));
        message.referenced_message = replied
            .map(|mut quoted| {
                quoted.referenced_message = Field::Absent;
                Box::new(quoted)
            })
            .into();
    }
    let nonce = draft.nonce.as_ref().filter(|_| draft.enforce_nonce).map(nonce_text);
    message.nonce = draft.nonce;
    let bypass = Permissions::BYPASS_SLOWMODE;
    let bypasses = access
        .permissions
        .intersects(bypass.union(Permissions::MANAGE_MESSAGES).union(Permissions::MANAGE_CHANNELS));
    let slowmode_s = if bypasses { 0 } else { access.channel().rate_limit_per_user };
    Composed {
        message,
        author_member: author.member.clone(),
        nonce,
        everyone: mentions.everyone,
        slowmode_ms: i64::from(slowmode_s) * 1_000,
    }
}

fn nonce_text(nonce: &Nonce) -> String {
    match nonce {
        Nonce::Number(number) => number.to_string(),
        Nonce::Text(text) => text.clone(),
    }
}

fn attachment_of(app: &App, upload: &Upload, description: Option<String>) -> (Attachment, String) {
    let id = app.ids.next::<AttachmentMarker>();
    let mut file = Attachment::new(id, upload.filename.clone(), upload.size_bytes, "");
    file.content_type = Some(upload.content_type.clone());
    file.width = upload.size_pixels.map(|(width, _)| width);
    file.height = upload.size_pixels.map(|(_, height)| height);
    file.description = description;
    (file, upload.blob().to_owned())
}

fn require_slowmode(
    tx: &mut Tx<'_>,
    message: &Message,
    wanted: Id<MessageMarker>,
    slowmode_ms: i64,
) -> ActionResult<()> {
    if slowmode_ms == 0 {
        return Ok(());
    }
    let now_ms = wanted.created_unix_ms();
    let since = Id::first_of_unix_ms(now_ms - slowmode_ms);
    let last = tables::messages::last_of_author(tx, message.channel_id, message.author.id, since)?;
    match last.map(|last| last.created_unix_ms() + slowmode_ms - now_ms) {
        Some(wait_ms) if wait_ms > 0 => {
            Err(ActionError::SlowMode { retry_after_ms: u64::try_from(wait_ms).unwrap_or(1) })
        }
        _ => Ok(()),
    }
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

/// What an edit changes; `None` leaves it.
#[derive(Debug, Default)]
pub struct MessageEdit {
    /// The text, trimmed.
    pub content: Option<String>,
    /// Validated embeds.
    pub embeds: Option<Vec<Embed>>,
    /// Components as they are.
    pub components: Option<Vec<Value>>,
    /// Flags: an author may set those of an author, a moderator SUPPRESS_EMBEDS alone.
    pub flags: Option<MessageFlags>,
    /// Validated.
    pub allowed_mentions: Option<AllowedMentions>,
    /// The files that stay; the others are removed.
    pub kept_files: Option<Vec<Id<AttachmentMarker>>>,
    /// Files that come new.
    pub files: Vec<(Upload, Option<String>)>,
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

/// Edits a message: its author everything, somebody who manages messages only whether embeds show.
pub async fn edit(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    mut edit: MessageEdit,
) -> ActionResult<Message> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    let before = find(app, &access, message_id, caller.user_id).await?;
    let own = before.author.id == caller.user_id;
    if !own && !edit.is_flags_only() {
        return Err(ActionError::Refused(Refusal::CannotEditOthersMessage));
    }
    if own {
        access.require(Permissions::SEND_MESSAGES)?
    } else {
        access.require(Permissions::MANAGE_MESSAGES)?
    }
    if !before.kind.is_written() {
        return Err(ActionError::Refused(Refusal::SystemMessage));
    }
    let uploads = std::mem::take(&mut edit.files);
    if !uploads.is_empty() {
        access.require(Permissions::ATTACH_FILES)?;
    }
    if let Some(content) = &edit.content {
        let draft = MessageDraft { content: content.clone(), ..MessageDraft::default() };
        screen(app, caller, &access, &draft).await?;
    }
    let removed = removed_files(&before, edit.kept_files.as_deref());
    let mut message = edited(app, &access, before, edit, own).await?;
    message.attachments.retain(|file| !removed.contains(&file.id));
    let added: Vec<_> =
        uploads.iter().map(|(upload, text)| attachment_of(app, upload, text.clone())).collect();
    message.attachments.extend(added.iter().map(|(file, _)| file.clone()));
    if message.attachments.len() > limits::MESSAGE_FILES_MAX {
        let text = format!("Must be {} or fewer in length.", limits::MESSAGE_FILES_MAX);
        return Err(ActionError::invalid("attachments", "BASE_TYPE_MAX_LENGTH", text));
    }
    if !message.has_content() {
        return Err(ActionError::Refused(Refusal::CannotSendEmptyMessage));
    }
    let message = store_edit(app, &access, message, removed, added).await?;
    uploads.into_iter().for_each(|(upload, _)| upload.keep());
    Ok(message)
}

fn removed_files(message: &Message, kept: Option<&[Id<AttachmentMarker>]>) -> Vec<Id<AttachmentMarker>> {
    let Some(kept) = kept else { return Vec::new() };
    message.attachments.iter().map(|file| file.id).filter(|id| !kept.contains(id)).collect()
}

async fn edited(
    app: &App,
    access: &ChannelAccess,
    mut message: Message,
    edit: MessageEdit,
    own: bool,
) -> ActionResult<Message> {
    if let Some(flags) = edit.flags {
        let settable = if own {
            MessageFlags::SUPPRESS_EMBEDS.0
        } else {
            message.flags.0 | MessageFlags::SUPPRESS_EMBEDS.0
        };
        let suppress = flags.0 & settable & MessageFlags::SUPPRESS_EMBEDS.0;
        message.flags = MessageFlags(message.flags.0 & !MessageFlags::SUPPRESS_EMBEDS.0 | suppress);
    }
    if let Some(embeds) = edit.embeds {
        message.embeds = if access.may(Permissions::EMBED_LINKS) { embeds } else { Vec::new() };
    }
    if let Some(components) = edit.components {
        message.components = components;
    }
    if let Some(content) = edit.content {
        message.edited_timestamp = Some(Timestamp::from_unix_ms(app.now_ms()));
        let draft =
            MessageDraft { content, allowed_mentions: edit.allowed_mentions, ..MessageDraft::default() };
        let replied = message.referenced_message.as_ref().value().map(AsRef::as_ref).cloned();
        let (mentions, people) = mentions_of(app, access, &draft, replied.as_ref()).await?;
        message.content = draft.content;
        message.mention_everyone = mentions.everyone;
        message.mention_roles = mentions.roles;
        message.mentions = people;
    }
    Ok(message)
}

async fn store_edit(
    app: &App,
    access: &ChannelAccess,
    message: Message,
    removed: Vec<Id<AttachmentMarker>>,
    added: Vec<(Attachment, String)>,
) -> ActionResult<Message> {
    let audience = access.audience();
    let guild = access.guild().map(|guild| (guild.id(), Arc::clone(&guild.member)));
    let channel_type = access.channel().kind;
    let app_in_job = app.clone();
    let now_ms = app.now_ms();
    let message = app
        .write(access.lane(), move |tx, out| {
            let mut message = message;
            // Deleted in the meantime: nothing comes back to life.
            if tables::messages::get(tx, message.channel_id, message.id, message.author.id)?.is_none() {
                return Err(ActionError::Unknown(Kind::Message));
            }
            tables::messages::update(tx, &message)?;
            tables::attachments::delete(tx, &removed, now_ms)?;
            for (file, blob) in &added {
                tables::attachments::insert(tx, message.channel_id, message.id, file, blob)?;
            }
            app_in_job.sign_files(&mut message);
            let guild_id = guild.as_ref().map(|(id, _)| *id);
            let member = guild.as_ref().map(|(_, member)| member.as_ref());
            let member = member.filter(|member| member.user.id == message.author.id);
            let event = event_of(&message, guild_id, member, channel_type);
            out.publish(audience, Event::MessageUpdate(Box::new(event)));
            Ok(message)
        })
        .await?;
    app.delete_queued_blobs_soon();
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
    let audience = access.audience();
    let guild_id = access.guild_id();
    let now_ms = app.now_ms();
    let entry = guild_id
        .filter(|_| !own)
        .map(|guild_id| crate::audit::message_deleted(app, caller, guild_id, &message, 1, reason));
    app.write(access.lane(), move |tx, out| {
        if tables::messages::delete(tx, channel_id, &[message_id], now_ms)?.is_empty() {
            return Err(ActionError::Unknown(Kind::Message));
        }
        let event = MessageDelete { id: message_id, channel_id, guild_id };
        out.publish(audience, Event::MessageDelete(event));
        if let Some(entry) = entry {
            crate::audit::record(tx, out, entry)?;
        }
        Ok(())
    })
    .await?;
    app.delete_queued_blobs_soon();
    Ok(())
}

fn event_of(
    message: &Message,
    guild_id: Option<Id<GuildMarker>>,
    author: Option<&Member>,
    channel_type: ChannelType,
) -> MessageCreate {
    match guild_id {
        Some(guild_id) => {
            MessageCreate::in_guild(message.clone(), guild_id, author.cloned().map(Into::into), channel_type)
        }
        None => MessageCreate::direct(message.clone(), channel_type),
    }
}
