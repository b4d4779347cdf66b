//! The audit log: who did what to whom, with the reason. Entries are written in the transaction of the act
//! itself.

use parvis_bus::Audience;
use parvis_model::event::AuditLogEntryCreate;
use parvis_model::marker::{ChannelMarker, GenericMarker, GuildMarker, UserMarker};
use parvis_model::{
    AuditLog, AuditLogChange, AuditLogEntry, AuditLogEvent, AuditLogOptions, CommandPermissionType, Event,
    Id, Message, Permissions, Webhook,
};
use parvis_rules::commands::all_channels;
use parvis_rules::limits;
use parvis_store::{StoreError, Tx, tables};
use serde::Serialize;
use serde_json::Value;

use crate::access::{self, GuildAccess};
use crate::error::ActionResult;
use crate::{App, Caller, Lane, Outbox, looking_after, scheduled_events};

pub use parvis_store::tables::audit::Filter;

/// An entry that is ready to be written.
#[derive(Debug, Clone)]
pub struct Entry {
    guild_id: Id<GuildMarker>,
    entry: AuditLogEntry,
}

impl Entry {
    /// An act of the caller on a target.
    pub fn new(
        app: &App,
        caller: &Caller,
        guild_id: Id<GuildMarker>,
        action: AuditLogEvent,
        target_id: Option<Id<GenericMarker>>,
        reason: Option<String>,
    ) -> Self {
        let mut entry = Self::by_nobody(app, guild_id, action, target_id, reason);
        entry.entry.user_id = Some(caller.user_id);
        entry
    }

    /// An act of somebody who showed a secret and no account: a webhook's.
    pub fn by_nobody(
        app: &App,
        guild_id: Id<GuildMarker>,
        action: AuditLogEvent,
        target_id: Option<Id<GenericMarker>>,
        reason: Option<String>,
    ) -> Self {
        let entry = AuditLogEntry {
            id: app.ids.next(),
            action_type: action,
            user_id: None,
            target_id,
            changes: Vec::new(),
            options: None,
            reason,
        };
        Self { guild_id, entry }
    }

    /// With a reason, cut to what the log holds.
    #[must_use]
    pub fn with_reason(mut self, reason: Option<&str>) -> Self {
        let cut = |text: &str| text.chars().take(limits::AUDIT_REASON_CHARS_MAX).collect();
        self.entry.reason = reason.filter(|text| !text.is_empty()).map(cut);
        self
    }

    /// With what the kind of act adds.
    #[must_use]
    pub fn with_options(mut self, options: AuditLogOptions) -> Self {
        self.entry.options = Some(Box::new(options));
        self
    }

    /// With one change by hand. Equal values are no change.
    #[must_use]
    pub fn with_change(mut self, key: &str, old: Option<Value>, new: Option<Value>) -> Self {
        if old != new {
            self.entry.changes.push(AuditLogChange { key: key.to_owned(), old_value: old, new_value: new });
        }
        self
    }

    /// With every one of these keys whose value differs between two states of a thing; `None` is before it
    /// was made or after it was deleted.
    #[must_use]
    pub fn with_changes_of<T: Serialize>(
        mut self,
        before: Option<&T>,
        after: Option<&T>,
        keys: &[&str],
    ) -> Self {
        let as_json = |it: Option<&T>| it.and_then(|it| serde_json::to_value(it).ok()).unwrap_or_default();
        let (before, after) = (as_json(before), as_json(after));
        for key in keys {
            let value = |state: &Value| state.get(key).filter(|value| !value.is_null()).cloned();
            self = self.with_change(key, value(&before), value(&after));
        }
        self
    }

    /// Whether the entry would say that something changed.
    pub fn has_changes(&self) -> bool {
        !self.entry.changes.is_empty()
    }
}

/// Writes an entry and tells those who may see the log. What speaks of a channel is told only to those who
/// also see that channel, so an entry about a channel that goes away is recorded before its deletion is
/// published, and one about a channel that is new after its creation.
pub fn record(tx: &mut Tx<'_>, out: &mut Outbox, entry: Entry) -> Result<(), StoreError> {
    let Entry { guild_id, entry } = entry;
    tables::audit::insert(tx, guild_id, &entry)?;
    let permissions = Permissions::VIEW_AUDIT_LOG;
    let audience = match channels_of(guild_id, &entry)[..] {
        [] => Audience::GuildWith { guild_id, permissions },
        [channel_id] => Audience::ChannelWith { guild_id, channel_id, permissions },
        // No audience is that of several channels; administrators see them all.
        _ => Audience::GuildWith { guild_id, permissions: Permissions::ADMINISTRATOR },
    };
    out.publish(audience, Event::AuditLogEntryCreate(Box::new(AuditLogEntryCreate { guild_id, entry })));
    Ok(())
}

/// The channels of which an entry speaks.
fn channels_of(guild_id: Id<GuildMarker>, entry: &AuditLogEntry) -> Vec<Id<ChannelMarker>> {
    let is_about_channel = matches!(entry.action_type.0, 10..=15 | 73 | 110..=112 | 192 | 193);
    let target = entry.target_id.filter(|_| is_about_channel).map(Id::cast);
    let option = entry.options.as_ref().and_then(|options| options.channel_id);
    let mut changed = Vec::new();
    for change in &entry.changes {
        let values = [&change.old_value, &change.new_value].into_iter().flatten();
        values.for_each(|value| find_channels(&change.key, value, &mut changed));
    }
    let of_command = command_channels(entry).filter(|id| id.cast() != all_channels(guild_id));
    let mut channels: Vec<_> = target.into_iter().chain(option).chain(changed).chain(of_command).collect();
    channels.sort_unstable();
    channels.dedup();
    channels
}

/// The channels that a changed value names, at whatever depth.
fn find_channels(key: &str, value: &Value, found: &mut Vec<Id<ChannelMarker>>) {
    match value {
        Value::String(id) if matches!(key, "channel_id" | "channel_ids" | "default_channel_ids") => {
            found.extend(id.parse::<Id<ChannelMarker>>().ok());
        }
        Value::Array(values) => values.iter().for_each(|value| find_channels(key, value, found)),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| find_channels(key, value, found)),
        _ => {}
    }
}

/// The channels whose permissions for a command an entry tells.
fn command_channels(entry: &AuditLogEntry) -> impl Iterator<Item = Id<ChannelMarker>> {
    let is_about_command = entry.action_type == AuditLogEvent::APPLICATION_COMMAND_PERMISSION_UPDATE;
    let of_channel = |change: &&AuditLogChange| {
        let values = [&change.old_value, &change.new_value];
        values.into_iter().flatten().any(|value| value["type"] == CommandPermissionType::CHANNEL.get())
    };
    let changes = entry.changes.iter().filter(move |_| is_about_command).filter(of_channel);
    changes.filter_map(|change| change.key.parse().ok())
}

/// Entries that are looked at for one page, so that a log full of what the caller may not see ends the
/// search.
const LOOKED_AT_MAX: usize = 5_000;

/// A page of the log, with the accounts that it names.
///
/// Entries about a channel that the caller may not view are left out: they hold its name. Entries about a
/// channel that exists no longer are for administrators, because nobody can say any more who was allowed to
/// see it. What the caller did is never news to them.
pub async fn list(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    filter: Filter,
) -> ActionResult<AuditLog> {
    let access = access::guild(app, caller, guild_id, Permissions::VIEW_AUDIT_LOG).await?;
    app.read(move |tx| {
        let entries = visible_entries(tx, &access, filter)?;
        let mut ids: Vec<Id<UserMarker>> = entries.iter().filter_map(|entry| entry.user_id).collect();
        ids.extend(
            entries.iter().filter(|it| is_about_account(it)).filter_map(|it| it.target_id).map(Id::cast),
        );
        ids.sort_unstable();
        ids.dedup();
        let users = tables::users::get_many(tx, &ids)?;
        let threads = entries.iter().filter(|it| is_about_thread(it)).filter_map(|it| it.target_id);
        let threads: Vec<_> = threads.map(Id::cast).collect();
        let threads = tables::channels::get_many(tx, &threads)?;
        let threads = tables::threads::with_counts(tx, threads)?;
        let is_about_command =
            |it: &&AuditLogEntry| it.action_type == AuditLogEvent::APPLICATION_COMMAND_PERMISSION_UPDATE;
        let named = entries.iter().filter(is_about_command).filter_map(|it| it.target_id);
        let application_commands = tables::commands::get_many(tx, &named.map(Id::cast).collect::<Vec<_>>())?;
        let webhooks = named_webhooks(tx, &access, &entries)?;
        let about_events = entries.iter().filter(|it| matches!(it.action_type.0, 100..=102 | 200..=202));
        let about_events: Vec<_> = about_events.filter_map(|it| it.target_id).map(Id::cast).collect();
        let guild_scheduled_events = scheduled_events::named(tx, &access, &about_events)?;
        Ok(AuditLog {
            audit_log_entries: entries,
            users,
            threads,
            webhooks,
            guild_scheduled_events,
            application_commands,
            ..AuditLog::default()
        })
    })
    .await
}

/// The webhooks that entries name, so far as they exist in channels that the caller may view; without secrets.
fn named_webhooks(
    tx: &mut Tx<'_>,
    access: &GuildAccess,
    entries: &[AuditLogEntry],
) -> Result<Vec<Webhook>, StoreError> {
    let about_webhooks = entries.iter().filter(|entry| matches!(entry.action_type.0, 50..=52));
    let mut ids: Vec<_> = about_webhooks.filter_map(|entry| entry.target_id).map(Id::cast).collect();
    ids.sort_unstable();
    ids.dedup();
    let may_view = |webhook: &Webhook| {
        let channel_id = webhook.channel_id;
        channel_id.is_some_and(|id| access.permissions_in(id).contains(Permissions::VIEW_CHANNEL))
    };
    let found = tables::webhooks::get_many(tx, &ids)?;
    Ok(found.into_iter().map(|kept| kept.webhook).filter(may_view).collect())
}

fn visible_entries(
    tx: &mut Tx<'_>,
    access: &GuildAccess,
    filter: Filter,
) -> Result<Vec<AuditLogEntry>, StoreError> {
    let page_max = u32::try_from(limits::AUDIT_LOG_PAGE_MAX).expect("a hundred");
    let limit = filter.limit as usize;
    let mut position = Filter { limit: page_max, ..filter };
    let (mut visible, mut looked_at) = (Vec::new(), 0);
    while visible.len() < limit && looked_at < LOOKED_AT_MAX {
        let page = tables::audit::list(tx, access.id(), &position)?;
        looked_at += page.len();
        let Some(last) = page.last().map(|entry| entry.id) else { break };
        let is_last_page = page.len() < page_max as usize;
        if filter.after.is_some() {
            position.after = Some(last);
        } else {
            position.before = Some(last);
        }
        for entry in page {
            if may_see(tx, access, &entry)? {
                visible.push(entry);
            }
        }
        if is_last_page {
            break;
        }
    }
    visible.truncate(limit);
    Ok(visible)
}

fn may_see(tx: &mut Tx<'_>, access: &GuildAccess, entry: &AuditLogEntry) -> Result<bool, StoreError> {
    let is_open = access.permissions.contains(Permissions::ADMINISTRATOR)
        || entry.user_id == Some(access.member.user.id);
    if is_open {
        return Ok(true);
    }
    for channel_id in channels_of(access.id(), entry) {
        if !looking_after::held_in(tx, access, channel_id)?.contains(Permissions::VIEW_CHANNEL) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether an entry's target is a thread.
fn is_about_thread(entry: &AuditLogEntry) -> bool {
    matches!(entry.action_type.0, 110..=112)
}

/// Whether an entry's target is an account: acts on members, on their messages, and those of moderation
/// rules.
fn is_about_account(entry: &AuditLogEntry) -> bool {
    matches!(entry.action_type.0, 20..=28 | 72 | 74 | 75 | 143..=146)
}

/// Forgets entries that are older than the log reaches back; returns how many.
pub async fn purge(app: &App) -> ActionResult<u64> {
    let oldest = Id::first_of_unix_ms(app.now_ms() - limits::AUDIT_LOG_AGE_MS_MAX);
    app.write(Lane::of(Id::<GuildMarker>::new(0)), move |tx, _| Ok(tables::audit::delete_before(tx, oldest)?))
        .await
}

/// Somebody else's message, or `count` of them, was deleted.
pub fn message_deleted(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    message: &Message,
    count: u32,
    reason: Option<String>,
) -> Entry {
    let target = Some(message.author.id.cast());
    let options = AuditLogOptions {
        channel_id: Some(message.channel_id),
        count: Some(count),
        ..AuditLogOptions::default()
    };
    Entry::new(app, caller, guild_id, AuditLogEvent::MESSAGE_DELETE, target, reason).with_options(options)
}
