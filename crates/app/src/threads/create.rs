//! Starting a thread: from a message, by itself, or as a post of a forum.

use std::sync::Arc;

use parvis_bus::GuildThread;
use parvis_model::event::ThreadCreate;
use parvis_model::marker::{ChannelMarker, GuildMarker, MessageMarker};
use parvis_model::{
    AuditLogEvent, Channel, ChannelType, Event, Field, Id, Member, Message, MessageReference, MessageType,
    Permissions, StartedThread, ThreadMember, ThreadMetadata, Timestamp,
};
use parvis_rules::limits;
use parvis_rules::validate::FieldError;
use parvis_store::{Tx, tables};

use super::fields::{self, ThreadDraft};
use super::members::tell_arrivals;
use super::{AUDITED, AUDITED_STATE, audience_of, mark, require_room, with_counts};
use crate::access::{self, ChannelAccess};
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::messages::{self, Author, MessageDraft, event_of};
use crate::notices::{self, Notice};
use crate::{App, Caller, Outbox};

/// Who need not wait between two threads.
const UNHURRIED: Permissions = Permissions::BYPASS_SLOWMODE
    .union(Permissions::MANAGE_MESSAGES)
    .union(Permissions::MANAGE_CHANNELS)
    .union(Permissions::MANAGE_THREADS);

/// A thread that is ready to be written.
pub(crate) struct Start {
    guild_id: Id<GuildMarker>,
    thread: Channel,
    owner: Option<Arc<Member>>,
    slowmode_ms: i64,
    entry: Option<Entry>,
    now: Timestamp,
}

/// Starts a thread from a message, whose id it takes.
pub async fn start_from_message(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    message_id: Id<MessageMarker>,
    draft: ThreadDraft,
    reason: Option<String>,
) -> ActionResult<Channel> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    let kind = match access.require_guild().map(|_| access.channel().kind)? {
        ChannelType::GUILD_TEXT => ChannelType::PUBLIC_THREAD,
        ChannelType::GUILD_ANNOUNCEMENT => ChannelType::ANNOUNCEMENT_THREAD,
        _ => return Err(ActionError::Refused(Refusal::InvalidChannelType)),
    };
    // The thread begins with the message, so that it shows it to whoever starts it.
    access.require(Permissions::CREATE_PUBLIC_THREADS | Permissions::READ_MESSAGE_HISTORY)?;
    let author = messages::author_of(app, caller, &access).await?;
    messages::screen_name(app, &access, caller.user_id, &draft.name).await?;
    let start = Start::new(app, caller, &access, message_id.cast(), kind, draft, &author, reason)?;
    let (me, first_id, app_in_job) = (caller.user_id, app.ids.next::<MessageMarker>(), app.clone());
    app.write(access.lane(), move |tx, out| {
        let quoted = tables::messages::get(tx, channel_id, message_id, me)?;
        let quoted = quoted.ok_or(ActionError::Unknown(Kind::Message))?;
        if !quoted.kind.is_written() {
            return Err(ActionError::Refused(Refusal::SystemMessage));
        }
        let id = message_id.cast();
        // What is left of a deleted thread with this id is still being cleared away.
        if tables::channels::get(tx, id)?.is_some() || tables::channels::is_leftover(tx, id)? {
            return Err(ActionError::Refused(Refusal::ThreadExists));
        }
        let guild_id = start.guild_id;
        let thread = start.write(tx, out)?;
        mark(&app_in_job, tx, out, guild_id, quoted.clone(), Some(&thread))?;
        begin_with(&app_in_job, tx, out, &thread, quoted, first_id, &author)?;
        let seen = tables::threads::seen_by(tx, vec![thread], me)?;
        Ok(seen.into_iter().next().expect("one thread in, one thread out"))
    })
    .await
}

/// Starts a thread by itself; in a forum with its first message.
pub async fn start(
    app: &App,
    caller: &Caller,
    channel_id: Id<ChannelMarker>,
    draft: ThreadDraft,
    message: Option<MessageDraft>,
    reason: Option<String>,
) -> ActionResult<StartedThread> {
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    access.require_guild()?;
    if access.channel().kind.is_forum() {
        access.require(Permissions::SEND_MESSAGES)?;
        let message = message.ok_or_else(|| FieldError::required("message"))?;
        let author = messages::author_of(app, caller, &access).await?;
        messages::screen_name(app, &access, caller.user_id, &draft.name).await?;
        let start = Start::new(
            app,
            caller,
            &access,
            app.ids.next(),
            ChannelType::PUBLIC_THREAD,
            draft,
            &author,
            reason,
        )?;
        let (thread, message) = post(app, access, author, start, message).await?;
        return Ok(StartedThread { thread, message: Some(Box::new(message)) });
    }
    let kind = kind_in(access.channel().kind, draft.kind)?;
    access.require(match kind {
        ChannelType::PRIVATE_THREAD => Permissions::CREATE_PRIVATE_THREADS,
        _ => Permissions::CREATE_PUBLIC_THREADS,
    })?;
    let author = messages::author_of(app, caller, &access).await?;
    messages::screen_name(app, &access, caller.user_id, &draft.name).await?;
    let start = Start::new(app, caller, &access, app.ids.next(), kind, draft, &author, reason)?;
    let notice = (kind != ChannelType::PRIVATE_THREAD).then(|| announcement(&access, &start, &author));
    let (me, audience, app_in_job) = (caller.user_id, access.audience(), app.clone());
    let thread = app
        .write(access.lane(), move |tx, out| {
            let thread = start.write(tx, out)?;
            if let Some(notice) = notice {
                notices::post(&app_in_job, tx, out, audience, notice)?;
            }
            let seen = tables::threads::seen_by(tx, vec![thread], me)?;
            Ok(seen.into_iter().next().expect("one thread in, one thread out"))
        })
        .await?;
    Ok(StartedThread { thread, message: None })
}

/// Starts a thread of a forum with its first message, which has the thread's id. The author may post there.
pub(crate) async fn post(
    app: &App,
    access: ChannelAccess,
    author: Author,
    start: Start,
    message: MessageDraft,
) -> ActionResult<(Channel, Message)> {
    let thread = GuildThread::new(start.thread.clone(), []);
    let access = access.into_new_thread(thread);
    let (thread_id, author_id) = (access.id(), author.user.id);
    let message = messages::post_first(app, &access, author, message, start).await?;
    let thread = app.read(move |tx| {
        let thread = tables::threads::get(tx, thread_id)?.ok_or(ActionError::Unknown(Kind::Channel))?;
        Ok(tables::threads::seen_by(tx, vec![thread], author_id)?.into_iter().next())
    });
    Ok((thread.await?.ok_or(ActionError::Unknown(Kind::Channel))?, message))
}

/// The type of a thread that is started by itself. Without a wish it is private, where that is possible.
fn kind_in(parent: ChannelType, wanted: Option<ChannelType>) -> ActionResult<ChannelType> {
    let (choices, default): (&[ChannelType], _) = match parent {
        ChannelType::GUILD_TEXT => {
            (&[ChannelType::PUBLIC_THREAD, ChannelType::PRIVATE_THREAD], ChannelType::PRIVATE_THREAD)
        }
        ChannelType::GUILD_ANNOUNCEMENT => {
            (&[ChannelType::ANNOUNCEMENT_THREAD], ChannelType::ANNOUNCEMENT_THREAD)
        }
        _ => return Err(ActionError::Refused(Refusal::InvalidChannelType)),
    };
    match wanted {
        None => Ok(default),
        Some(kind) if choices.contains(&kind) => Ok(kind),
        Some(_) => Err(FieldError::choices("type", choices.iter().map(|kind| kind.0)).into()),
    }
}

/// The line in the parent that says that there is a thread.
fn announcement(access: &ChannelAccess, start: &Start, author: &Author) -> Notice {
    let kind = MessageType::THREAD_CREATED;
    let mut notice = Notice::new(access.id(), access.channel().kind, kind, author.user.clone());
    notice.guild_id = Some(start.guild_id);
    notice.author_member.clone_from(&author.member);
    notice.content = start.thread.name.clone().unwrap_or_default();
    notice.about = Some(MessageReference::channel(Some(start.guild_id), start.thread.id));
    notice
}

impl Start {
    /// A thread with this id in the channel to which access is proved.
    #[expect(clippy::too_many_arguments, reason = "all that is known of a thread at its beginning")]
    pub(crate) fn new(
        app: &App,
        caller: &Caller,
        access: &ChannelAccess,
        id: Id<ChannelMarker>,
        kind: ChannelType,
        draft: ThreadDraft,
        author: &Author,
        reason: Option<String>,
    ) -> ActionResult<Self> {
        let guild_id = access.guild_id().ok_or(ActionError::Refused(Refusal::InvalidChannelType))?;
        let entry = Entry::new(app, caller, guild_id, AuditLogEvent::THREAD_CREATE, Some(id.cast()), reason);
        Ok(Self { entry: Some(entry), ..Self::unrecorded(app, access, id, kind, draft, author)? })
    }

    /// The same without an entry in the audit log: nobody's act, but a program's.
    pub(crate) fn unrecorded(
        app: &App,
        access: &ChannelAccess,
        id: Id<ChannelMarker>,
        kind: ChannelType,
        draft: ThreadDraft,
        author: &Author,
    ) -> ActionResult<Self> {
        let guild_id = access.guild_id().ok_or(ActionError::Refused(Refusal::InvalidChannelType))?;
        let (parent, now) = (access.channel(), Timestamp::from_unix_ms(app.now_ms()));
        let mut thread = Channel::in_guild(id, kind, guild_id, draft.name);
        thread.parent_id = Some(parent.id);
        thread.owner_id = Some(author.user.id);
        let parent_slowmode_s = parent.default_thread_rate_limit_per_user.unwrap_or(0);
        thread.rate_limit_per_user = draft.slowmode_s.unwrap_or(parent_slowmode_s);
        let minutes = draft.archive_minutes.or(parent.default_auto_archive_duration);
        let mut state = ThreadMetadata::new(now, minutes.unwrap_or(limits::THREAD_ARCHIVE_MINUTES_DEFAULT));
        if kind == ChannelType::PRIVATE_THREAD {
            state.invitable = Some(draft.invitable.unwrap_or(true));
        }
        thread.thread_metadata = Some(Box::new(state));
        if parent.kind.is_forum() {
            let manages = access.may(Permissions::MANAGE_THREADS);
            thread.applied_tags = fields::tags(parent, &draft.tags, &[], manages)?;
        }
        let slowmode_s =
            if access.permissions.intersects(UNHURRIED) { 0 } else { parent.rate_limit_per_user };
        let slowmode_ms = i64::from(slowmode_s) * 1_000;
        Ok(Self { guild_id, thread, owner: author.member.clone(), slowmode_ms, entry: None, now })
    }

    /// Writes the thread and tells those who may view it; who starts it is in it.
    pub(crate) fn write(self, tx: &mut Tx<'_>, out: &mut Outbox) -> ActionResult<Channel> {
        let Self { guild_id, thread, owner, slowmode_ms, entry, now } = self;
        let parent = thread.parent_id.map(|id| tables::channels::get(tx, id)).transpose()?.flatten();
        parent.ok_or(ActionError::Unknown(Kind::Channel))?;
        require_room(tx, guild_id)?;
        require_pace(tx, &thread, slowmode_ms, now)?;
        tables::threads::insert(tx, &thread)?;
        let place = owner.as_ref().map(|owner| ThreadMember::new(thread.id, owner.user.id, now));
        if let Some(place) = &place {
            tables::threads::add_member(tx, place)?;
        }
        let thread = with_counts(tx, thread)?;
        let members = place.clone().into_iter().collect();
        let event = ThreadCreate { thread: thread.clone(), newly_created: true, members };
        out.publish(audience_of(guild_id, &thread, Vec::new()), Event::ThreadCreate(Box::new(event)));
        if let (Some(place), Some(owner)) = (place, owner) {
            tell_arrivals(tx, out, guild_id, &thread, vec![(place, Member::clone(&owner))])?;
        }
        if let Some(entry) = entry {
            let entry = entry.with_changes_of(None, Some(&thread), AUDITED);
            let entry = entry.with_changes_of(None, thread.thread_metadata.as_deref(), AUDITED_STATE);
            audit::record(tx, out, entry)?;
        }
        Ok(thread)
    }
}

/// Refuses a thread that comes too soon after another one of the same account.
fn require_pace(tx: &mut Tx<'_>, thread: &Channel, slowmode_ms: i64, now: Timestamp) -> ActionResult<()> {
    let (Some(parent_id), Some(owner_id)) = (thread.parent_id, thread.owner_id) else { return Ok(()) };
    if slowmode_ms == 0 {
        return Ok(());
    }
    let since = Id::first_of_unix_ms(now.unix_ms() - slowmode_ms);
    let last = tables::threads::last_started(tx, parent_id, owner_id, since)?;
    match last.map(|last| last.created_unix_ms() + slowmode_ms - now.unix_ms()) {
        Some(wait_ms) if wait_ms > 0 => {
            Err(ActionError::SlowMode { retry_after_ms: u64::try_from(wait_ms).unwrap_or(1) })
        }
        _ => Ok(()),
    }
}

/// Puts the message from which a thread was started at its beginning. It is not counted among the thread's messages.
fn begin_with(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    thread: &Channel,
    mut quoted: Message,
    id: Id<MessageMarker>,
    author: &Author,
) -> ActionResult<()> {
    let written = Timestamp::from_unix_ms(id.created_unix_ms());
    let mut first = Message::new(id, thread.id, author.user.clone(), written);
    first.kind = MessageType::THREAD_STARTER_MESSAGE;
    let reference = MessageReference::reply(thread.guild_id, quoted.channel_id, quoted.id);
    first.message_reference = Some(Box::new(reference));
    tables::messages::insert(tx, &first, 0, thread.guild_id)?;
    tables::channels::set_first_message(tx, thread.id, first.id)?;
    quoted.referenced_message = Field::Absent;
    app.sign_files(&mut quoted);
    first.referenced_message = Field::Value(Box::new(quoted));
    let Some(guild_id) = thread.guild_id else { return Ok(()) };
    let event = event_of(&first, Some(guild_id), author.member.as_deref(), thread.kind);
    out.publish(audience_of(guild_id, thread, Vec::new()), Event::MessageCreate(Box::new(event)));
    Ok(())
}
