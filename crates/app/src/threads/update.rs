//! Changing a thread: its name and state, by its owner, by those who manage threads, and bringing it back by whoever
//! writes there.

use parvis_model::marker::GenericMarker;
use parvis_model::{AuditLogEvent, Channel, ChannelFlags, Field, Id, MessageType, Permissions, Timestamp};
use parvis_rules::limits;
use parvis_store::{Tx, tables};

use super::fields::{self, ThreadFields};
use super::{audience_of, load, put_away, save, state, state_mut};
use crate::access::ChannelAccess;
use crate::audit::Entry;
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::notices::{self, Notice};
use crate::{App, Caller, messages};

impl ThreadFields {
    /// Whether the request does nothing but bring the thread back.
    fn only_wakes(&self) -> bool {
        self.archived == Some(false) && !self.is_for_owners() && !self.is_for_managers()
    }

    /// Whether it says something that the thread's owner may say.
    fn is_for_owners(&self) -> bool {
        self.name.is_some()
            || self.archived == Some(true)
            || self.invitable.is_some()
            || self.auto_archive_duration.is_some()
            || self.applied_tags.is_some()
    }

    /// Whether it says something that only those who manage threads may say.
    fn is_for_managers(&self) -> bool {
        self.locked.is_some() || self.flags.is_some() || !self.rate_limit_per_user.is_absent()
    }
}

/// Changes a thread.
pub(crate) async fn update(
    app: &App,
    caller: &Caller,
    access: &ChannelAccess,
    wanted: ThreadFields,
    reason: Option<String>,
) -> ActionResult<Channel> {
    let guild = access.require_guild()?;
    let thread = access.require_thread()?;
    require_may_change(caller, access, &wanted)?;
    if wanted.archived != Some(false) {
        access.require_not_archived()?;
    }
    let change = Change::checked(access, wanted, Timestamp::from_unix_ms(app.now_ms()))?;
    if let Some(name) = &change.name {
        messages::screen_name(app, access, caller.user_id, name).await?;
    }
    let (guild_id, id, me) = (guild.id(), thread.id, caller.user_id);
    let entry = Entry::new(app, caller, guild_id, AuditLogEvent::THREAD_UPDATE, Some(id.cast()), reason);
    let renamed = Notice::new(id, thread.kind, MessageType::CHANNEL_NAME_CHANGE, guild.member.user.clone());
    let renamed = renamed.in_guild(guild_id, std::sync::Arc::clone(&guild.member));
    let app_in_job = app.clone();
    app.write(access.lane(), move |tx, out| {
        let before = load(tx, guild_id, id)?;
        let mut after = before.clone();
        change.apply(tx, &mut after)?;
        if after != before {
            let is_renamed = after.name != before.name && !state(&after)?.archived;
            let content = after.name.clone().unwrap_or_default();
            let saved = save(tx, out, guild_id, &before, after, Some(entry))?;
            if is_renamed {
                let audience = audience_of(guild_id, &saved, Vec::new());
                notices::post(&app_in_job, tx, out, audience, Notice { content, ..renamed })?;
            }
        }
        let thread = load(tx, guild_id, id)?;
        let seen = tables::threads::seen_by(tx, vec![thread], me)?;
        seen.into_iter().next().ok_or(ActionError::Unknown(Kind::Channel))
    })
    .await
}

fn require_may_change(caller: &Caller, access: &ChannelAccess, wanted: &ThreadFields) -> ActionResult<()> {
    if access.may(Permissions::MANAGE_THREADS) {
        return Ok(());
    }
    let thread = access.require_thread()?;
    if wanted.only_wakes() {
        if thread.is_locked() {
            return Err(ActionError::Refused(Refusal::ThreadLocked));
        }
        return access.require(Permissions::SEND_MESSAGES);
    }
    let is_owner = thread.owner_id == Some(caller.user_id);
    if !is_owner || wanted.is_for_managers() || thread.is_locked() {
        return Err(ActionError::MissingPermissions);
    }
    // Somebody who may not write for now does not rename either.
    access.require(Permissions::SEND_MESSAGES)
}

/// What is to change, checked as far as it can be without the database.
struct Change {
    name: Option<String>,
    archived: Option<bool>,
    locked: Option<bool>,
    invitable: Option<bool>,
    archive_minutes: Option<u16>,
    slowmode_s: Option<u32>,
    pinned: Option<bool>,
    tags: Option<Vec<Id<GenericMarker>>>,
    now: Timestamp,
}

impl Change {
    fn checked(access: &ChannelAccess, wanted: ThreadFields, now: Timestamp) -> ActionResult<Self> {
        let thread = access.require_thread()?;
        let parent = thread.parent_id.and_then(|id| access.require_guild().ok()?.guild.channel(id).cloned());
        let forum = parent.as_ref().filter(|parent| parent.kind.is_forum());
        let mut errors = Vec::new();
        let name = wanted.name.map(|text| fields::clean_name("name", &mut errors, &text));
        let archive_minutes = fields::archive_minutes(&mut errors, wanted.auto_archive_duration);
        let slowmode_s = match wanted.rate_limit_per_user {
            Field::Absent => None,
            Field::Null => Some(0),
            Field::Value(seconds) => fields::slowmode(&mut errors, Some(seconds)),
        };
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let manages = access.may(Permissions::MANAGE_THREADS);
        let tags = match (wanted.applied_tags, forum) {
            (Some(tags), Some(forum)) => Some(fields::tags(forum, &tags, &thread.applied_tags, manages)?),
            _ => None,
        };
        Ok(Self {
            name,
            archived: wanted.archived,
            locked: wanted.locked,
            invitable: wanted.invitable.filter(|_| thread.is_private()),
            archive_minutes,
            slowmode_s,
            pinned: wanted.flags.filter(|_| forum.is_some()).map(|it| it.contains(ChannelFlags::PINNED)),
            tags,
            now,
        })
    }

    fn apply(self, tx: &mut Tx<'_>, thread: &mut Channel) -> ActionResult<()> {
        if let Some(archived) = self.archived {
            put_away(thread, archived, self.now)?;
        } else if state(thread)?.archived {
            return Err(ActionError::Refused(Refusal::ThreadArchived));
        }
        if let Some(pinned) = self.pinned {
            set_pinned(tx, thread, pinned)?;
        }
        if let Some(name) = self.name {
            thread.name = Some(name);
        }
        if let Some(seconds) = self.slowmode_s {
            thread.rate_limit_per_user = seconds;
        }
        if let Some(tags) = self.tags {
            thread.applied_tags = tags;
        }
        let state = state_mut(thread)?;
        state.locked = self.locked.unwrap_or(state.locked);
        state.auto_archive_duration = self.archive_minutes.unwrap_or(state.auto_archive_duration);
        if let Some(invitable) = self.invitable {
            state.invitable = Some(invitable);
        }
        Ok(())
    }
}

/// Pins a post to the top of its forum, where there is room for one.
fn set_pinned(tx: &mut Tx<'_>, thread: &mut Channel, pinned: bool) -> ActionResult<()> {
    let flag = ChannelFlags::PINNED;
    if pinned && !thread.flags.contains(flag) {
        let (Some(guild_id), Some(parent_id)) = (thread.guild_id, thread.parent_id) else { return Ok(()) };
        let others = tables::threads::active_of_guild(tx, guild_id)?;
        let is_pinned = |other: &Channel| other.parent_id == Some(parent_id) && other.flags.contains(flag);
        if others.iter().filter(|(other, _)| is_pinned(other)).count() >= limits::FORUM_PINNED_POSTS_MAX {
            return Err(ActionError::Refused(Refusal::MaxPinnedPosts));
        }
    }
    let without = thread.flags.0 & !flag.0;
    thread.flags = ChannelFlags(if pinned { without | flag.0 } else { without });
    Ok(())
}
