//! The audit log: who did what to whom, with the reason. Entries are written in the transaction of the act itself.

use parvis_bus::Audience;
use parvis_model::event::AuditLogEntryCreate;
use parvis_model::marker::{GenericMarker, GuildMarker};
use parvis_model::{
    AuditLogChange, AuditLogEntry, AuditLogEvent, AuditLogOptions, Event, Id, Message, Permissions,
};
use parvis_store::{StoreError, Tx, tables};
use serde::Serialize;
use serde_json::Value;

use crate::{App, Caller, Outbox};

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
        let entry = AuditLogEntry {
            id: app.ids.next(),
            action_type: action,
            user_id: Some(caller.user_id),
            target_id,
            changes: Vec::new(),
            options: None,
            reason,
        };
        Self { guild_id, entry }
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

    /// With every one of these keys whose value differs between two states of a thing; `None` is before it was made or
    /// after it was deleted.
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

/// Writes an entry and tells those who may see the log.
pub fn record(tx: &mut Tx<'_>, out: &mut Outbox, entry: Entry) -> Result<(), StoreError> {
    let Entry { guild_id, entry } = entry;
    tables::audit::insert(tx, guild_id, &entry)?;
    out.publish(
        Audience::GuildWith { guild_id, permissions: Permissions::VIEW_AUDIT_LOG },
        Event::AuditLogEntryCreate(Box::new(AuditLogEntryCreate { guild_id, entry })),
    );
    Ok(())
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
