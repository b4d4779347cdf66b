//! Occurrences of a recurring event that are not like the others: moved, or cancelled.

use parvis_model::marker::{GenericMarker, GuildMarker, ScheduledEventMarker};
use parvis_model::{
    AuditLogEvent, Id, Permissions, ScheduledEvent, ScheduledEventException, ScheduledEventStatus, Timestamp,
};
use parvis_rules::validate::FieldError;
use parvis_rules::{limits, recurrence};
use parvis_store::Tx;
use parvis_store::tables::{self, scheduled_events::Planned};

use super::{course, edit, find, record, require_editor};
use crate::access::{self, GuildAccess};
use crate::audit::Entry;
use crate::error::{ActionError, ActionResult, Kind, Refusal};
use crate::{App, Caller};

/// What the audit log tells of an exception.
const AUDITED: &[&str] = &["event_exception_id", "scheduled_start_time", "scheduled_end_time", "is_canceled"];

/// How far from its place an occurrence may be moved: a month.
const MOVED_MS_MAX: i64 = 31 * 86_400_000;

/// How an occurrence differs.
#[derive(Debug, Clone, Copy)]
pub struct ExceptionDraft {
    /// When it would begin.
    pub original_start: Timestamp,
    /// What is different.
    pub edit: ExceptionEdit,
}

/// What changes in an exception; `None` leaves it, and `Some(None)` makes it like the others.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExceptionEdit {
    /// When the occurrence begins.
    pub start: Option<Option<Timestamp>>,
    /// When it ends.
    pub end: Option<Option<Timestamp>>,
    /// Whether it does not take place.
    pub is_canceled: Option<bool>,
}

/// Makes an occurrence different from the others.
pub async fn create_exception(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<ScheduledEventMarker>,
    draft: ExceptionDraft,
    reason: Option<String>,
) -> ActionResult<ScheduledEventException> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let action = AuditLogEvent::GUILD_SCHEDULED_EVENT_EXCEPTION_CREATE;
    let entry = Entry::new(app, caller, guild_id, action, Some(id.cast()), reason);
    let now = Timestamp::from_unix_ms(app.now_ms());
    app.write(access.lane(), move |tx, out| {
        let before = open(tx, &access, id)?;
        let exception_id = Id::first_of_unix_ms(draft.original_start.unix_ms());
        if !is_occurrence(&before.event, exception_id) {
            let message = "The event has no such occurrence to come.";
            let error = FieldError::new("original_scheduled_start_time", "OCCURRENCE_UNKNOWN", message);
            return Err(error.into());
        }
        let exceptions = &before.event.guild_scheduled_event_exceptions;
        if exceptions.len() >= limits::SCHEDULED_EVENT_EXCEPTIONS_MAX {
            return Err(ActionError::Refused(Refusal::MaxEventExceptions));
        }
        if exceptions.iter().any(|it| it.event_exception_id == exception_id) {
            let message = "The occurrence has an exception already: change that.";
            let error = FieldError::new("original_scheduled_start_time", "OCCURRENCE_TAKEN", message);
            return Err(error.into());
        }
        let new = ScheduledEventException {
            event_id: id,
            event_exception_id: exception_id,
            scheduled_start_time: None,
            scheduled_end_time: None,
            is_canceled: false,
        };
        let new = changed(&before.event, new, draft.edit)?;
        let mut after = before.clone();
        after.event.guild_scheduled_event_exceptions.push(new.clone());
        after.event.guild_scheduled_event_exceptions.sort_by_key(|it| it.event_exception_id);
        tables::scheduled_events::put_exception(tx, &new)?;
        follow_up(tx, &before, &mut after, now)?;
        edit::tell(tx, out, &before.event, &after.event)?;
        record(tx, out, entry.with_changes_of(None, Some(&new), AUDITED), &after.event)?;
        Ok(new)
    })
    .await
}

/// Changes how an occurrence differs.
pub async fn edit_exception(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<ScheduledEventMarker>,
    exception_id: Id<GenericMarker>,
    edit: ExceptionEdit,
    reason: Option<String>,
) -> ActionResult<ScheduledEventException> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let action = AuditLogEvent::GUILD_SCHEDULED_EVENT_EXCEPTION_UPDATE;
    let entry = Entry::new(app, caller, guild_id, action, Some(id.cast()), reason);
    let now = Timestamp::from_unix_ms(app.now_ms());
    app.write(access.lane(), move |tx, out| {
        let before = open(tx, &access, id)?;
        let old = find_exception(&before.event, exception_id)?;
        let new = changed(&before.event, old.clone(), edit)?;
        let mut after = before.clone();
        for it in &mut after.event.guild_scheduled_event_exceptions {
            if it.event_exception_id == exception_id {
                *it = new.clone();
            }
        }
        if new != old {
            tables::scheduled_events::put_exception(tx, &new)?;
            follow_up(tx, &before, &mut after, now)?;
            edit::tell(tx, out, &before.event, &after.event)?;
            record(tx, out, entry.with_changes_of(Some(&old), Some(&new), AUDITED), &after.event)?;
        }
        Ok(new)
    })
    .await
}

/// Makes an occurrence like the others again.
pub async fn delete_exception(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<ScheduledEventMarker>,
    exception_id: Id<GenericMarker>,
    reason: Option<String>,
) -> ActionResult<()> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    let action = AuditLogEvent::GUILD_SCHEDULED_EVENT_EXCEPTION_DELETE;
    let entry = Entry::new(app, caller, guild_id, action, Some(id.cast()), reason);
    let now = Timestamp::from_unix_ms(app.now_ms());
    app.write(access.lane(), move |tx, out| {
        let before = open(tx, &access, id)?;
        let old = find_exception(&before.event, exception_id)?;
        let mut after = before.clone();
        after.event.guild_scheduled_event_exceptions.retain(|it| it.event_exception_id != exception_id);
        follow_up(tx, &before, &mut after, now)?;
        edit::tell(tx, out, &before.event, &after.event)?;
        record(tx, out, entry.with_changes_of(Some(&old), None, AUDITED), &after.event)?;
        Ok(())
    })
    .await
}

/// An event that the caller may change and that is not over.
fn open(tx: &mut Tx<'_>, access: &GuildAccess, id: Id<ScheduledEventMarker>) -> ActionResult<Planned> {
    let planned = find(tx, access, id)?;
    require_editor(access, &planned.event)?;
    if planned.event.status.is_finished() {
        return Err(ActionError::Refused(Refusal::FinishedEvent));
    }
    Ok(planned)
}

fn find_exception(event: &ScheduledEvent, id: Id<GenericMarker>) -> ActionResult<ScheduledEventException> {
    let found = event.guild_scheduled_event_exceptions.iter().find(|it| it.event_exception_id == id);
    found.cloned().ok_or(ActionError::Unknown(Kind::Thing("Guild Scheduled Event Exception")))
}

/// Whether an id stands for an occurrence of the event that is not behind it.
pub(super) fn is_occurrence(event: &ScheduledEvent, id: Id<GenericMarker>) -> bool {
    let start = Timestamp::from_unix_ms(id.created_unix_ms());
    let Some(rule) = &event.recurrence_rule else { return false };
    let just_before = Timestamp::from_unix_ms(start.unix_ms() - 1);
    let latest_ms = event.scheduled_start_time.unix_ms() + limits::SCHEDULED_EVENT_AHEAD_MS_MAX;
    id == Id::first_of_unix_ms(start.unix_ms())
        && start >= event.scheduled_start_time
        && start.unix_ms() <= latest_ms
        && recurrence::next_after(rule, just_before) == Some(start)
}

/// An exception after a change, if its times are possible.
fn changed(
    event: &ScheduledEvent,
    mut exception: ScheduledEventException,
    edit: ExceptionEdit,
) -> ActionResult<ScheduledEventException> {
    exception.scheduled_start_time = edit.start.unwrap_or(exception.scheduled_start_time);
    exception.scheduled_end_time = edit.end.unwrap_or(exception.scheduled_end_time);
    exception.is_canceled = edit.is_canceled.unwrap_or(exception.is_canceled);
    let original_ms = exception.event_exception_id.created_unix_ms();
    for (path, time) in [
        ("scheduled_start_time", exception.scheduled_start_time),
        ("scheduled_end_time", exception.scheduled_end_time),
    ] {
        let is_far = |time: Timestamp| time.unix_ms().abs_diff(original_ms) > MOVED_MS_MAX.unsigned_abs();
        if time.is_some_and(is_far) {
            let message = "An occurrence stays within a month of its place.";
            return Err(FieldError::new(path, "GUILD_SCHEDULED_EVENT_SCHEDULE_FAR", message).into());
        }
    }
    let mut alone = event.clone();
    alone.guild_scheduled_event_exceptions =
        vec![ScheduledEventException { is_canceled: false, ..exception.clone() }];
    let (start, end) =
        alone.occurrence_at(Timestamp::from_unix_ms(original_ms)).expect("it is not cancelled here");
    if end.is_some_and(|end| end <= start) {
        let message = "The occurrence must end after it begins.";
        let error = FieldError::new("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", message);
        return Err(error.into());
    }
    Ok(exception)
}

/// When the next occurrence is the one that is cancelled, the one behind it becomes the next.
fn follow_up(tx: &mut Tx<'_>, before: &Planned, after: &mut Planned, now: Timestamp) -> ActionResult<()> {
    let event = &mut after.event;
    let is_off = event.occurrence_at(event.scheduled_start_time).is_none();
    if is_off && event.status == ScheduledEventStatus::SCHEDULED {
        course::leave_occurrence(event, ScheduledEventStatus::CANCELED, now);
    }
    edit::save(tx, before, after, now)
}
