//! What people do with messages: send, read, edit, delete.

mod bulk_delete;
mod edit;
mod mentions;

use std::sync::Arc;

use parvis_model::event::{MessageCreate, MessageDelete};
use parvis_model::marker::{AttachmentMarker, ChannelMarker, GuildMarker, MessageMarker, UserMarker};
use parvis_model::{
    Attachment, ChannelType, Embed, Event, Field, Id, Member, Message, MessageFlags, MessageReference,
    MessageType, Nonce, Permissions, Timestamp, User,
};
use parvis_rules::content::AllowedMentions;
/// Which part of a history is wanted.
pub use parvis_store::tables::messages::Page;
use parvis_store::{Tx, tables};
use serde_json::Value;

use crate::access::{self, ChannelAccess};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::files::Upload;
use crate::hooks::{Submission, Verdict};
use crate::{App, Caller};

pub use bulk_delete::bulk_delete;
pub use edit::{MessageEdit, edit};

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
    /// Its channel, if the author named one; only the channel of the answer will do.
    pub channel_id: Option<Id<ChannelMarker>>,
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
    crate::private::require_reachable(app, caller, &access).await?;
    screen(app, caller, &access, &draft.content, &draft.files).await?;
    let author = author_of(app, caller, &access).await?;
    let replied = replied_message(app, caller, &access, &mut draft).await?;
    let replied_to = replied.as_ref().map(|message| message.author.id);
    let mentions =
        mentions::resolve(app, &access, &draft.content, draft.allowed_mentions.as_ref(), replied_to).await?;
    let files = std::mem::take(&mut draft.files);
    let mut composed = compose(app, &access, &author, draft, replied);
    mentions.write_to(&mut composed.message);
    composed.files = files.into_iter().map(|(upload, text)| NewFile::new(app, upload, text)).collect();
    store(app, &access, composed).await
}

/// A message together with what only its creation needs.
struct Composed {
    message: Message,
    files: Vec<NewFile>,
    author_member: Option<Arc<Member>>,
    nonce: Option<String>,
    slowmode_ms: i64,
}

/// A file that a message brings.
pub(crate) struct NewFile {
    file: Attachment,
    upload: Upload,
}

impl NewFile {
    fn new(app: &App, upload: Upload, description: Option<String>) -> Self {
        let id = app.ids.next::<AttachmentMarker>();
        let mut file = Attachment::new(id, upload.filename.clone(), upload.size_bytes, "");
        file.content_type = Some(upload.content_type.clone());
        file.width = upload.size_pixels.map(|(width, _)| width);
        file.height = upload.size_pixels.map(|(_, height)| height);
        file.description = description;
        Self { file, upload }
    }

    /// Makes the file the message's; on disk it stays once the write is.
    fn store(self, tx: &mut Tx<'_>, out: &mut crate::Outbox, message: &Message) -> ActionResult<()> {
        tables::attachments::insert(tx, message.channel_id, message.id, &self.file, self.upload.blob())?;
        out.keep(self.upload);
        Ok(())
    }
}

/// Writes the message in one transaction and tells everybody who may read it.
async fn store(app: &App, access: &ChannelAccess, composed: Composed) -> ActionResult<Message> {
    let audience = access.audience();
    let guild_id = access.guild_id();
    let channel_type = access.channel().kind;
    let app_in_job = app.clone();
    let wanted = app.ids.next::<MessageMarker>();
    let nonces_since = Id::first_of_unix_ms(app.now_ms() - NONCE_MS);
    app.write(access.lane(), move |tx, out| {
        let Composed { mut message, files, author_member, nonce, slowmode_ms } = composed;
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
        let (seq, id) = tables::channels::next_message(tx, message.channel_id, wanted)?
            .ok_or(ActionError::Unknown(Kind::Channel))?;
        message.id = id;
        message.timestamp = Timestamp::from_unix_ms(id.created_unix_ms());
        message.attachments = files.iter().map(|new| new.file.clone()).collect();
        tables::messages::insert(tx, &message, seq, guild_id)?;
        if !message.author.bot {
            // Whoever writes has read what stands above.
            tables::read_states::advance(tx, author_id, message.channel_id, id, seq)?;
        }
        for file in files {
            file.store(tx, out, &message)?;
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
        Ok(message)
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
    content: &str,
    files: &[(Upload, Option<String>)],
) -> ActionResult<()> {
    let submission = Submission {
        author_id: caller.user_id,
        guild_id: access.guild_id(),
        channel_id: access.id(),
        content,
        filenames: files.iter().map(|(upload, _)| upload.filename.as_str()).collect(),
    };
    match app.screen(&submission).await {
        Verdict::Pass => Ok(()),
        Verdict::Refuse { reason } => Err(ActionError::Screened { reason }),
    }
}

/// Who writes, with the membership when it is in a guild.
pub(crate) struct Author {
    pub(crate) user: User,
    pub(crate) member: Option<Arc<Member>>,
}

pub(crate) async fn author_of(app: &App, caller: &Caller, access: &ChannelAccess) -> ActionResult<Author> {
    if let Some(guild) = access.guild() {
        return Ok(Author { user: guild.member.user.clone(), member: Some(Arc::clone(&guild.member)) });
    }
    let user_id = caller.user_id;
    let user = app.read(move |tx| Ok(tables::users::get(tx, user_id)?)).await?;
    Ok(Author { user: user.ok_or(ActionError::Unauthorized)?, member: None })
}

/// The message that the draft answers, which stands in the same channel and was written by somebody. One that is gone
/// is refused, or makes an ordinary message of the draft, as the author asked.
async fn replied_message(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    draft: &mut MessageDraft,
) -> ActionResult<Option<Message>> {
    let Some(reply) = draft.reply_to else { return Ok(None) };
    let refused = |code, text: &str| ActionError::invalid("message_reference", code, text);
    let (channel_id, viewer) = (access.id(), caller.user_id);
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
    author: &Author,
    draft: MessageDraft,
    replied: Option<Message>,
) -> Composed {
    let now = Timestamp::from_unix_ms(app.now_ms());
    let mut message = Message::new(Id::new(0), access.id(), author.user.clone(), now);
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
    let bypass = Permissions::BYPASS_SLOWMODE;
    let bypasses = access
        .permissions
        .intersects(bypass.union(Permissions::MANAGE_MESSAGES).union(Permissions::MANAGE_CHANNELS));
    let slowmode_s = if bypasses { 0 } else { access.channel().rate_limit_per_user };
    Composed {
        message,
        files: Vec::new(),
        author_member: author.member.clone(),
        nonce,
        slowmode_ms: i64::from(slowmode_s) * 1_000,
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
