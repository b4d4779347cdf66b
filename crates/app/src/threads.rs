//! What people do with threads: start them, find them, come and go, change them and put them away.
//!
//! A thread is a channel under a channel. Whoever views the parent views its public threads; a private one is viewed by
//! those who are in it and by those who manage threads there. Active threads stand in the guild's snapshot with their
//! members, archived ones in the database only.

mod archive;
mod create;
mod delete;
mod fields;
mod lists;
mod members;
mod update;

use std::sync::Arc;

use parvis_bus::{Audience, GuildThread};
use parvis_model::event::ThreadUpdate;
use parvis_model::marker::{ChannelMarker, GuildMarker, UserMarker};
use parvis_model::{
    Channel, ChannelType, Event, Id, Member, Message, MessageFlags, Permissions, ThreadMember,
    ThreadMetadata, Timestamp,
};
use parvis_rules::limits;
use parvis_store::{Tx, tables};

use members::{Arrivals, arrive};

use crate::access::ChannelAccess;
use crate::audit::{self, Entry};
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::messages::event_of;
use crate::{App, Outbox};

pub(crate) use create::{Start, post};
pub use create::{start, start_from_message};
pub(crate) use delete::delete;
pub use fields::{ThreadDraft, ThreadFields, archive_minutes, clean_name, slowmode};
pub use lists::{ArchivedPage, active, archived_joined, archived_private, archived_public};
pub(crate) use members::may_invite;
pub use members::{MemberPage, add, get_member, join, leave, list_members, remove, set_flags};
pub(crate) use update::update;

/// Properties of a thread that the audit log follows, beside those of its state.
const AUDITED: &[&str] = &["name", "type", "rate_limit_per_user", "applied_tags", "flags"];
/// Properties of a thread's state that the audit log follows.
const AUDITED_STATE: &[&str] = &["archived", "locked", "auto_archive_duration", "invitable"];

/// Everybody who may read a thread.
pub(crate) fn audience(guild_id: Id<GuildMarker>, thread: &GuildThread) -> Audience {
    let members = if thread.is_archived() { thread.members.keys().copied().collect() } else { Vec::new() };
    audience_of(guild_id, thread, members)
}

/// Everybody who may read a thread. `members`: who is in it, if it is private and archived.
fn audience_of(guild_id: Id<GuildMarker>, thread: &Channel, members: Vec<Id<UserMarker>>) -> Audience {
    // A thread without a parent is viewed by nobody, and no channel has its id.
    let parent_id = thread.parent_id.unwrap_or(thread.id);
    match thread.kind {
        ChannelType::PRIVATE_THREAD => {
            Audience::PrivateThread { guild_id, parent_id, thread_id: thread.id, members }
        }
        _ => Audience::Channel { guild_id, channel_id: parent_id },
    }
}

/// A thread of a guild as it is in this transaction.
fn load(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>, id: Id<ChannelMarker>) -> ActionResult<Channel> {
    let thread = tables::threads::get(tx, id)?.filter(|thread| thread.guild_id == Some(guild_id));
    thread.ok_or(ActionError::Unknown(Kind::Channel))
}

fn state(thread: &Channel) -> ActionResult<&ThreadMetadata> {
    thread.thread_metadata.as_deref().ok_or(ActionError::Unknown(Kind::Channel))
}

fn state_mut(thread: &mut Channel) -> ActionResult<&mut ThreadMetadata> {
    thread.thread_metadata.as_deref_mut().ok_or(ActionError::Unknown(Kind::Channel))
}

/// Refuses one more active thread where there are as many as there may be.
fn require_room(tx: &mut Tx<'_>, guild_id: Id<GuildMarker>) -> ActionResult<()> {
    if tables::threads::active_count(tx, guild_id)? >= limits::GUILD_ACTIVE_THREADS_MAX {
        return Err(ActionError::Refused(Refusal::MaxActiveThreads));
    }
    Ok(())
}

/// With heads and numbers of members, as it is sent to everybody.
fn with_counts(tx: &mut Tx<'_>, thread: Channel) -> ActionResult<Channel> {
    let counted = tables::threads::with_counts(tx, vec![thread])?;
    Ok(counted.into_iter().next().expect("one thread in, one thread out"))
}

/// Writes a changed thread and tells everybody who may view it, or did.
fn save(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    before: &Channel,
    after: Channel,
    entry: Option<Entry>,
) -> ActionResult<Channel> {
    let (was_archived, is_archived) = (state(before)?.archived, state(&after)?.archived);
    let mut members = Vec::new();
    if was_archived && !is_archived {
        require_room(tx, guild_id)?;
    }
    if was_archived {
        members = everybody_in(tx, after.id)?;
    }
    tables::threads::update(tx, &after)?;
    let after = with_counts(tx, after)?;
    let named = if is_archived { members.iter().map(|member| member.user_id).collect() } else { Vec::new() };
    let audience = audience_of(guild_id, &after, named);
    let mut entry = entry.map(|entry| with_changes(entry, before, &after)).filter(Entry::has_changes);
    // Who may see the entry is known as long as the thread is in memory.
    if is_archived && let Some(entry) = entry.take() {
        audit::record(tx, out, entry)?;
    }
    let update = ThreadUpdate { thread: after.clone(), members };
    out.publish(audience, Event::ThreadUpdate(Box::new(update)));
    if let Some(entry) = entry {
        audit::record(tx, out, entry)?;
    }
    Ok(after)
}

fn with_changes(entry: Entry, before: &Channel, after: &Channel) -> Entry {
    let (old, new) = (before.thread_metadata.as_deref(), after.thread_metadata.as_deref());
    entry.with_changes_of(Some(before), Some(after), AUDITED).with_changes_of(old, new, AUDITED_STATE)
}

fn everybody_in(tx: &mut Tx<'_>, id: Id<ChannelMarker>) -> ActionResult<Vec<ThreadMember>> {
    Ok(tables::threads::members(tx, id, Id::new(0), limits::THREAD_MEMBERS_MAX as u32)?)
}

/// Whoever is about to write in a thread.
pub(crate) struct ThreadWriter {
    guild_id: Id<GuildMarker>,
    thread: Arc<GuildThread>,
    manages: bool,
    may_invite: bool,
    now: Timestamp,
}

impl ThreadWriter {
    /// `None` where the channel is no thread.
    pub(crate) fn of(access: &ChannelAccess, now_ms: i64) -> Option<Self> {
        Some(Self {
            guild_id: access.guild_id()?,
            thread: Arc::clone(access.thread()?),
            manages: access.may(Permissions::MANAGE_THREADS),
            may_invite: may_invite(access),
            now: Timestamp::from_unix_ms(now_ms),
        })
    }

    /// Makes the thread ready for a message, before it is told: brings the thread back, if it was put away, and its
    /// author and those whom it mentions into it. A locked one is for those who manage threads.
    pub(crate) fn open_for(
        &self,
        tx: &mut Tx<'_>,
        out: &mut Outbox,
        message: &Message,
        author: Option<&Member>,
    ) -> ActionResult<()> {
        let guild_id = self.guild_id;
        let mut thread = load(tx, guild_id, self.thread.id)?;
        let state = state(&thread)?;
        if state.locked && !self.manages {
            return Err(ActionError::Refused(Refusal::ThreadLocked));
        }
        if state.archived {
            let mut after = thread.clone();
            put_away(&mut after, false, self.now)?;
            thread = save(tx, out, guild_id, &thread, after, None)?;
        }
        let mut members: Vec<Member> =
            author.filter(|it| self.is_new(it.user.id)).cloned().into_iter().collect();
        let mentioned = message.mentions.iter().map(|mention| mention.user.id);
        let mentioned: Vec<_> = mentioned.filter(|id| self.may_invite && self.is_new(*id)).collect();
        if !mentioned.is_empty() {
            members.extend(tables::members::get_many(tx, guild_id, &mentioned)?);
        }
        if members.is_empty() {
            return Ok(());
        }
        arrive(tx, out, &thread, Arrivals { guild_id, members, now: self.now })
    }

    fn is_new(&self, user_id: Id<UserMarker>) -> bool {
        !self.thread.members.contains_key(&user_id)
    }
}

/// Puts a thread away or brings it back.
fn put_away(thread: &mut Channel, archived: bool, now: Timestamp) -> ActionResult<()> {
    let state = state_mut(thread)?;
    if state.archived != archived {
        state.archived = archived;
        state.archive_timestamp = Some(now);
    }
    Ok(())
}

/// Says on a message whether a thread was started from it.
fn mark(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    guild_id: Id<GuildMarker>,
    mut message: Message,
    thread: Option<&Channel>,
) -> ActionResult<()> {
    let flag = MessageFlags::HAS_THREAD.0;
    let set = if thread.is_some() { flag } else { 0 };
    message.flags = MessageFlags(message.flags.0 & !flag | set);
    message.thread = thread.cloned().map(Box::new);
    tables::messages::set_flags(tx, message.channel_id, message.id, message.flags)?;
    let Some(parent) = tables::channels::get(tx, message.channel_id)? else { return Ok(()) };
    let member = tables::members::get(tx, guild_id, message.author.id)?;
    app.sign_files(&mut message);
    let event = event_of(&message, Some(guild_id), member.as_ref(), parent.kind);
    let audience = Audience::Channel { guild_id, channel_id: parent.id };
    out.publish(audience, Event::MessageUpdate(Box::new(event)));
    Ok(())
}
