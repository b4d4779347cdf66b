//! A new message of anybody who may write where it goes: composed, written, told.

use std::sync::Arc;

use parvis_model::marker::{MessageMarker, UserMarker};
use parvis_model::{
    Attachment, Component, Event, Field, Id, Member, Message, MessageFlags, MessageReference, MessageType,
    Nonce, Permissions, Timestamp,
};
use parvis_store::{Tx, tables};

use super::files::NewFile;
use super::{Author, FileDraft, MessageDraft, event_of, mentions};
use crate::access::ChannelAccess;
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::hooks::{Submission, SubmittedFile, Verdict};
use crate::threads::{Start, ThreadWriter};
use crate::{App, Outbox};

/// How long an enforced nonce is remembered.
const NONCE_MS: i64 = 5 * 60_000;

/// Sends a message in the author's name, which its sender may use here.
pub(crate) async fn post(
    app: &App,
    access: &ChannelAccess,
    author: Author,
    draft: MessageDraft,
) -> ActionResult<Message> {
    let composed = prepare(app, access, author, draft).await?;
    write(app, access, composed, |_, _, _| Ok(())).await
}

/// Starts a thread with its first message, which gets the thread's id. `access` is to that thread.
pub(crate) async fn post_first(
    app: &App,
    access: &ChannelAccess,
    author: Author,
    draft: MessageDraft,
    start: Start,
) -> ActionResult<Message> {
    let composed = prepare(app, access, author, draft).await?;
    write(app, access, Composed { start: Some(start), ..composed }, |_, _, _| Ok(())).await
}

/// Makes a message of a draft: checked, screened, with its mentions resolved.
pub(crate) async fn prepare(
    app: &App,
    access: &ChannelAccess,
    author: Author,
    mut draft: MessageDraft,
) -> ActionResult<Composed> {
    restrict_to_permissions(access, &mut draft)?;
    if draft.is_empty() {
        return Err(ActionError::Refused(Refusal::CannotSendEmptyMessage));
    }
    require_voice(&draft)?;
    let (content, components, forwarded) = match &draft.forward {
        Some(forward) => forward
            .taken()
            .map(|taken| (&*taken.shown.content, &*taken.shown.components, &*taken.shown.attachments))?,
        None => (&*draft.content, &*draft.components, &[][..]),
    };
    let files = submitted(&draft.files).chain(forwarded.iter().map(stored)).collect();
    let (is_reply, is_forward) = (draft.reply_to.is_some(), draft.forward.is_some());
    let content = &shown_text(content, components);
    let submission = Submission {
        author_id: author.user.id,
        access,
        content,
        edits: None,
        is_name: false,
        is_reply,
        is_forward,
        files,
    };
    ask(app, &submission).await?;
    let replied = replied_message(app, &author, access, &mut draft).await?;
    let replied_to = replied.as_ref().map(|message| message.author.id);
    let shown = shown_text(&draft.content, &draft.components);
    let mentions =
        mentions::resolve(app, access, &shown, draft.allowed_mentions.as_ref(), replied_to).await?;
    let (files, forward) = (std::mem::take(&mut draft.files), draft.forward.take());
    let is_voice_message = draft.flags.contains(MessageFlags::IS_VOICE_MESSAGE);
    let mut composed = compose(app, access, author, draft, replied);
    mentions.write_to(&mut composed.message);
    composed.files = files.into_iter().map(|file| NewFile::new(app, file, is_voice_message)).collect();
    if let Some(forward) = forward {
        composed.files.extend(forward.write_to(&mut composed.message));
    }
    Ok(composed)
}

/// A message together with what only its creation needs.
pub(crate) struct Composed {
    pub(crate) message: Message,
    pub(crate) files: Vec<NewFile>,
    author_member: Option<Arc<Member>>,
    nonce: Option<String>,
    slowmode_ms: i64,
    /// The thread that begins with it.
    start: Option<Start>,
}

/// Writes the message in one transaction, together with what else belongs to it, and tells everybody who may read it.
pub(crate) async fn write(
    app: &App,
    access: &ChannelAccess,
    composed: Composed,
    also: impl FnOnce(&mut Tx<'_>, &mut Outbox, &Message) -> ActionResult<()> + Send + 'static,
) -> ActionResult<Message> {
    let audience = access.audience();
    let guild_id = access.guild_id();
    let channel_type = access.channel().kind;
    let app_in_job = app.clone();
    let wanted = app.ids.next::<MessageMarker>();
    let nonces_since = Id::first_of_unix_ms(app.now_ms() - NONCE_MS);
    let thread = ThreadWriter::of(access, app.now_ms());
    app.write(access.lane(), move |tx, out| {
        let Composed { mut message, files, author_member, nonce, slowmode_ms, start } = composed;
        let author_id = message.author.id;
        if let Some(nonce) = &nonce
            && let Some(id) =
                tables::messages::by_nonce(tx, author_id, message.channel_id, nonce, nonces_since)?
            && let Some(mut first) = tables::messages::get(tx, message.channel_id, id, author_id)?
        {
            first.nonce = message.nonce.take();
            app_in_job.sign_files(&mut first);
            return Ok(first);
        }
        require_slowmode(tx, &message, wanted, slowmode_ms)?;
        let (seq, id) = match start {
            Some(start) => (0, start.write(tx, out)?.id.cast()),
            None => tables::channels::next_message(tx, message.channel_id, wanted)?
                .ok_or(ActionError::Unknown(Kind::Channel))?,
        };
        message.id = id;
        message.timestamp = Timestamp::from_unix_ms(id.created_unix_ms());
        let brought = files.iter().map(|new| new.file.clone()).collect();
        match message.message_snapshots.first_mut() {
            Some(forwarded) => forwarded.message.attachments = brought,
            None => message.attachments = brought,
        }
        app_in_job.number_media(&mut message)?;
        tables::messages::insert(tx, &message, seq, guild_id)?;
        if let Some(thread) = &thread {
            if seq == 0 {
                tables::channels::set_first_message(tx, message.channel_id, id)?;
            }
            thread.open_for(tx, out, &message, author_member.as_deref())?;
        }
        if !message.author.bot {
            // Whoever writes has read what stands above.
            tables::read_states::advance(tx, author_id, message.channel_id, id, seq)?;
        }
        for file in files {
            file.store(tx, out, message.channel_id, message.id)?;
        }
        if let Some(nonce) = &nonce {
            tables::messages::remember_nonce(tx, &message, nonce, nonces_since)?;
        }
        if guild_id.is_none() {
            crate::private::show_to_everybody(tx, out, message.channel_id)?;
        }
        app_in_job.sign_files(&mut message);
        let event = event_of(&message, guild_id, author_member.as_deref(), channel_type);
        out.publish(audience, Event::MessageCreate(Box::new(event)));
        also(tx, out, &message)?;
        Ok(message)
    })
    .await
}

/// Takes away what the author may not do in this channel, and refuses what cannot be taken away.
fn restrict_to_permissions(access: &ChannelAccess, draft: &mut MessageDraft) -> ActionResult<()> {
    if !draft.files.is_empty() {
        access.require(Permissions::ATTACH_FILES)?;
    }
    if draft.flags.contains(MessageFlags::IS_VOICE_MESSAGE) && !access.may(Permissions::SEND_VOICE_MESSAGES) {
        return Err(ActionError::Refused(Refusal::CannotSendVoiceMessages));
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

/// A voice message is one recording, with what is told about it, and nothing else.
fn require_voice(draft: &MessageDraft) -> ActionResult<()> {
    if !draft.flags.contains(MessageFlags::IS_VOICE_MESSAGE) {
        return Ok(());
    }
    let refuse = |refusal| Err(ActionError::Refused(refusal));
    if !draft.content.is_empty() || !draft.embeds.is_empty() || !draft.components.is_empty() {
        return refuse(Refusal::VoiceMessageWithMore);
    }
    match &draft.files[..] {
        [file] if !file.is_audio() => refuse(Refusal::VoiceMessageWithoutAudio),
        [file] if file.voice.is_none() => refuse(Refusal::VoiceMessageWithoutMetadata),
        [_] => Ok(()),
        _ => refuse(Refusal::VoiceMessageWithoutAudio),
    }
}

/// All that a message says: its text, or the texts among its components.
pub(super) fn shown_text(content: &str, components: &[Component]) -> String {
    let mut text = content.to_owned();
    for component in components {
        component.visit(&mut |it| {
            if let parvis_model::ComponentPart::TextDisplay(shown) = &it.part {
                text.push('\n');
                text.push_str(&shown.content);
            }
        });
    }
    text
}

/// New files as a screen sees them.
pub(super) fn submitted(files: &[FileDraft]) -> impl Iterator<Item = SubmittedFile<'_>> {
    files.iter().map(|file| SubmittedFile {
        filename: &file.upload.filename,
        content_type: &file.upload.content_type,
        size_bytes: file.upload.size_bytes,
    })
}

/// A file that is forwarded, as a screen sees it.
fn stored(file: &Attachment) -> SubmittedFile<'_> {
    SubmittedFile {
        filename: &file.filename,
        content_type: file.content_type.as_deref().unwrap_or_default(),
        size_bytes: file.size,
    }
}

/// Asks the screens about the name of a thread, in the channel where it is seen.
pub(crate) async fn screen_name(
    app: &App,
    access: &ChannelAccess,
    author_id: Id<UserMarker>,
    name: &str,
) -> ActionResult<()> {
    let submission = Submission {
        author_id,
        access,
        content: name,
        edits: None,
        is_name: true,
        is_reply: false,
        is_forward: false,
        files: Vec::new(),
    };
    ask(app, &submission).await
}

/// Asks the screens.
pub(super) async fn ask(app: &App, submission: &Submission<'_>) -> ActionResult<()> {
    match app.screen(submission).await {
        Verdict::Pass => Ok(()),
        Verdict::Refuse { reason } => Err(ActionError::Screened { reason }),
    }
}

/// The message that the draft answers, which stands in the same channel and was written by somebody. One that is gone
/// is refused, or makes an ordinary message of the draft, as the author asked.
async fn replied_message(
    app: &App,
    author: &Author,
    access: &ChannelAccess,
    draft: &mut MessageDraft,
) -> ActionResult<Option<Message>> {
    let Some(reply) = draft.reply_to else { return Ok(None) };
    let refused = |code, text: &str| ActionError::invalid("message_reference", code, text);
    let (channel_id, viewer) = (access.id(), author.user.id);
    if reply.channel_id.is_some_and(|named| named != channel_id) {
        let text = "Cannot reply to a message of another channel";
        return Err(refused("REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL", text));
    }
    let found =
        app.read(move |tx| Ok(tables::messages::get(tx, channel_id, reply.message_id, viewer)?)).await?;
    match found {
        Some(message) if !message.kind.is_written() => {
            Err(refused("REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", "Cannot reply to a system message"))
        }
        Some(message) => Ok(Some(message)),
        None if reply.must_exist => Err(refused("REPLIES_UNKNOWN_MESSAGE", "Unknown message")),
        None => {
            draft.reply_to = None;
            Ok(None)
        }
    }
}

fn compose(
    app: &App,
    access: &ChannelAccess,
    author: Author,
    draft: MessageDraft,
    replied: Option<Message>,
) -> Composed {
    let now = Timestamp::from_unix_ms(app.now_ms());
    let mut message = Message::new(Id::new(0), access.id(), author.user, now);
    message.webhook_id = author.webhook_id;
    message.application_id = author.application_id;
    message.webhook_avatar_url = author.avatar_url;
    message.content = draft.content;
    message.tts = draft.tts;
    message.embeds = draft.embeds;
    message.components = draft.components;
    message.flags = draft.flags;
    if let Some(mut quoted) = replied {
        message.kind = MessageType::REPLY;
        let reference = MessageReference::reply(access.guild_id(), access.id(), quoted.id);
        message.message_reference = Some(Box::new(reference));
        quoted.referenced_message = Field::Absent;
        message.referenced_message = Field::Value(Box::new(quoted));
    }
    let nonce = draft.nonce.as_ref().filter(|_| draft.enforce_nonce).map(nonce_text);
    message.nonce = draft.nonce;
    let mut unhurried =
        Permissions::BYPASS_SLOWMODE | Permissions::MANAGE_MESSAGES | Permissions::MANAGE_CHANNELS;
    if access.thread().is_some() {
        unhurried |= Permissions::MANAGE_THREADS;
    }
    let bypasses = access.permissions.intersects(unhurried);
    let slowmode_s = if bypasses { 0 } else { access.channel().rate_limit_per_user };
    Composed {
        message,
        files: Vec::new(),
        author_member: author.member,
        nonce,
        slowmode_ms: i64::from(slowmode_s) * 1_000,
        start: None,
    }
}

fn nonce_text(nonce: &Nonce) -> String {
    match nonce {
        Nonce::Number(number) => number.to_string(),
        Nonce::Text(text) => text.clone(),
    }
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
