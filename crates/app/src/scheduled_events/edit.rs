//! Changing an event: what it says, when and where it is, and how far it is.

use parvis_model::marker::{ChannelMarker, GuildMarker, ScheduledEventMarker};
use parvis_model::{
    AuditLogEvent, Event, Id, Permissions, RecurrenceRule, ScheduledEvent, ScheduledEventEntityType,
    ScheduledEventException, ScheduledEventStatus, Timestamp,
};
use parvis_rules::validate::FieldError;
use parvis_rules::{limits, recurrence};
use parvis_store::Tx;
use parvis_store::tables::{self, scheduled_events::Planned};

use super::{
    AUDITED, EventPlace, audience, course, find, one_shown, out_created, record, require_channel_still,
    require_editor, require_place, with_creators,
};
use crate::access::{self, GuildAccess};
use crate::audit::Entry;
use crate::error::{ActionError, ActionResult, Refusal};
use crate::pictures::{Picture, PictureKind, SavedPicture};
use crate::{App, Caller, Outbox};

/// What changes in an event; `None` leaves it, and `Some(None)` takes it away. Texts are within their bounds.
#[derive(Debug, Default)]
pub struct ScheduledEventEdit {
    /// Its name.
    pub name: Option<String>,
    /// What it is about.
    pub description: Option<Option<String>>,
    /// What it looks like.
    pub picture: Option<Option<Picture>>,
    /// When it begins.
    pub start: Option<Timestamp>,
    /// When it ends.
    pub end: Option<Option<Timestamp>>,
    /// How far it is.
    pub status: Option<ScheduledEventStatus>,
    /// Where it takes place.
    pub entity_type: Option<ScheduledEventEntityType>,
    /// In which channel.
    pub channel_id: Option<Option<Id<ChannelMarker>>>,
    /// Where, in words.
    pub location: Option<Option<String>>,
    /// How it recurs.
    pub rule: Option<Option<RecurrenceRule>>,
}

/// Changes an event: one's own, or any with MANAGE_EVENTS.
pub async fn edit(
    app: &App,
    caller: &Caller,
    guild_id: Id<GuildMarker>,
    id: Id<ScheduledEventMarker>,
    mut edit: ScheduledEventEdit,
    reason: Option<String>,
) -> ActionResult<ScheduledEvent> {
    let access = access::guild(app, caller, guild_id, Permissions::NONE).await?;
    // Before a picture is written for somebody who may not set it.
    let asked = access.clone();
    app.read(move |tx| require_editor(&asked, &find(tx, &asked, id)?.event)).await?;
    let picture = match edit.picture.take() {
        Some(Some(picture)) => Some(Some(app.save_picture(picture).await?)),
        Some(None) => Some(None),
        None => None,
    };
    let action = AuditLogEvent::GUILD_SCHEDULED_EVENT_UPDATE;
    let entry = Entry::new(app, caller, guild_id, action, Some(id.cast()), reason);
    let now = Timestamp::from_unix_ms(app.now_ms());
    let event = app
        .write(access.lane(), move |tx, out| {
            let before = find(tx, &access, id)?;
            require_editor(&access, &before.event)?;
            if before.event.status.is_finished() {
                return Err(ActionError::Refused(Refusal::FinishedEvent));
            }
            let mut after = before.clone();
            change(&access, &mut after.event, edit, now)?;
            require_channel_still(tx, &after.event)?;
            if let Some(picture) = picture {
                replace_picture(tx, out, &mut after.event, picture, now)?;
            }
            if after.event != before.event {
                save(tx, &before, &mut after, now)?;
                tell(tx, out, &before.event, &after.event)?;
                let entry = entry.with_changes_of(Some(&before.event), Some(&after.event), AUDITED);
                record(tx, out, entry, &after.event)?;
            }
            Ok(one_shown(tx, after.event, None)?)
        })
        .await?;
    app.delete_queued_blobs_soon();
    Ok(event)
}

fn replace_picture(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    event: &mut ScheduledEvent,
    picture: Option<SavedPicture>,
    now: Timestamp,
) -> ActionResult<()> {
    let row = picture.as_ref().map(SavedPicture::row);
    event.image = row.map(|row| row.hash.clone());
    let is_new = PictureKind::ScheduledEvent.replace(tx, event.id.cast(), row, now.unix_ms())?;
    if let Some(saved) = picture.filter(|_| is_new) {
        out.keep(saved.into_upload());
    }
    Ok(())
}

/// Writes an event down as it is now. Exceptions of what is no occurrence any more go.
pub(super) fn save(
    tx: &mut Tx<'_>,
    before: &Planned,
    after: &mut Planned,
    now: Timestamp,
) -> ActionResult<()> {
    let kept = &after.event.guild_scheduled_event_exceptions;
    let is_kept =
        |one: &ScheduledEventException| kept.iter().any(|it| it.event_exception_id == one.event_exception_id);
    for gone in before.event.guild_scheduled_event_exceptions.iter().filter(|it| !is_kept(it)) {
        tables::scheduled_events::delete_exception(tx, after.event.id, gone.event_exception_id)?;
    }
    super::forget_past_exceptions(tx, &mut after.event)?;
    after.changes += 1;
    after.changed_at = now;
    after.due_at = course::due_at(&after.event, now);
    Ok(tables::scheduled_events::update(tx, after)?)
}

/// Tells what changed. Whoever saw the event where it was, and does not where it is, must not go on seeing it: an event
/// that comes into another channel goes for those who see the old one and comes for those who see the new one.
pub(super) fn tell(
    tx: &mut Tx<'_>,
    out: &mut Outbox,
    before: &ScheduledEvent,
    after: &ScheduledEvent,
) -> ActionResult<()> {
    let told = with_creators(tx, vec![after.clone()])?;
    if after.channel_id.is_some() && before.channel_id != after.channel_id {
        out.publish(audience(before), Event::ScheduledEventDelete(Box::new(before.clone())));
        out_created(out, told);
    } else {
        for event in told {
            out.publish(audience(&event), Event::ScheduledEventUpdate(Box::new(event)));
        }
    }
    Ok(())
}

fn change(
    access: &GuildAccess,
    event: &mut ScheduledEvent,
    edit: ScheduledEventEdit,
    now: Timestamp,
) -> ActionResult<()> {
    let before = event.clone();
    if let Some(name) = edit.name {
        event.name = name;
    }
    if let Some(description) = edit.description {
        event.description = description;
    }
    change_place(event, edit.entity_type, edit.channel_id, edit.location)?;
    if event.channel_id != before.channel_id || event.entity_type != before.entity_type {
        refuse_while_active(&before, "entity_type")?;
        require_place(access, event)?;
        require_editor(access, event)?;
    }
    if let Some(start) = edit.start.filter(|start| *start != before.scheduled_start_time) {
        refuse_while_active(&before, "scheduled_start_time")?;
        event.scheduled_start_time = start;
    }
    if let Some(end) = edit.end {
        event.scheduled_end_time = end;
    }
    if let Some(rule) = edit.rule {
        event.recurrence_rule = rule;
    }
    let has_moved = event.scheduled_start_time != before.scheduled_start_time
        || event.scheduled_end_time != before.scheduled_end_time
        || event.recurrence_rule != before.recurrence_rule
        || event.entity_type != before.entity_type;
    if has_moved {
        let begins_anew = event.scheduled_start_time != before.scheduled_start_time;
        let earliest = if begins_anew { now } else { before.scheduled_start_time };
        check_times(event, earliest)?;
    }
    match edit.status.filter(|status| *status != before.status) {
        Some(status) => change_status(event, status, now),
        None => Ok(()),
    }
}

fn refuse_while_active(before: &ScheduledEvent, path: &str) -> ActionResult<()> {
    if before.status != ScheduledEventStatus::ACTIVE {
        return Ok(());
    }
    let message = "Cannot be changed while the event is active.";
    Err(FieldError::new(path, "GUILD_SCHEDULED_EVENT_ACTIVE", message).into())
}

fn change_place(
    event: &mut ScheduledEvent,
    kind: Option<ScheduledEventEntityType>,
    channel_id: Option<Option<Id<ChannelMarker>>>,
    location: Option<Option<String>>,
) -> ActionResult<()> {
    let kind = kind.unwrap_or(event.entity_type);
    let place = if kind == ScheduledEventEntityType::EXTERNAL {
        if event.channel_id.is_some() && channel_id != Some(None) || matches!(channel_id, Some(Some(_))) {
            let message = "An external event has no channel: set it to null.";
            return Err(FieldError::new("channel_id", "GUILD_SCHEDULED_EVENT_CHANNEL", message).into());
        }
        let kept = || event.location().map(str::to_owned);
        let location = location.unwrap_or_else(kept).filter(|it| !it.is_empty());
        let location = location.ok_or_else(|| FieldError::required("entity_metadata.location"))?;
        EventPlace::External { location }
    } else {
        // What an event in a channel says of a place in the world is left aside, as the platform does.
        let channel_id = channel_id.unwrap_or(event.channel_id);
        let channel_id = channel_id.ok_or_else(|| FieldError::required("channel_id"))?;
        match kind {
            ScheduledEventEntityType::STAGE_INSTANCE => EventPlace::Stage(channel_id),
            _ => EventPlace::Voice(channel_id),
        }
    };
    place.put_into(event);
    Ok(())
}

/// Checks when an event is, and puts its rule in step with it. It must not begin before `earliest`.
pub(super) fn check_times(event: &mut ScheduledEvent, earliest: Timestamp) -> ActionResult<()> {
    let (start, end) = (event.scheduled_start_time, event.scheduled_end_time);
    let latest_ms = earliest.unix_ms().saturating_add(limits::SCHEDULED_EVENT_AHEAD_MS_MAX);
    let mut errors = Vec::new();
    let mut refuse = |path: &str, code: &'static str, message: &str| {
        errors.push(FieldError::new(path, code, message));
    };
    if start < earliest {
        let message = "Cannot schedule event in the past.";
        refuse("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", message);
    }
    if start.unix_ms() > latest_ms {
        let message = "Cannot schedule an event more than five years ahead.";
        refuse("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_FAR", message);
    }
    match end {
        Some(end) if end <= start => {
            let message = "The event must end after it begins.";
            refuse("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", message);
        }
        Some(end) if end.unix_ms() - start.unix_ms() > limits::SCHEDULED_EVENT_AHEAD_MS_MAX => {
            let message = "An event lasts five years at most.";
            refuse("scheduled_end_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_FAR", message);
        }
        None if event.entity_type == ScheduledEventEntityType::EXTERNAL => {
            refuse("scheduled_end_time", "BASE_TYPE_REQUIRED", "This field is required");
        }
        _ => {}
    }
    if let Some(rule) = &mut event.recurrence_rule {
        rule.start = start;
        let just_before = Timestamp::from_unix_ms(start.unix_ms().saturating_sub(1));
        if start >= earliest && recurrence::next_after(rule, just_before) != Some(start) {
            let message = "The event must begin on a day of its recurrence.";
            refuse("recurrence_rule", "RECURRENCE_RULE_INVALID", message);
        }
    }
    if !errors.is_empty() {
        return Err(ActionError::Invalid(errors));
    }
    let rule = event.recurrence_rule.clone();
    event.guild_scheduled_event_exceptions.retain(|exception| {
        let original_ms = exception.event_exception_id.created_unix_ms();
        let before = Timestamp::from_unix_ms(original_ms - 1);
        let next = rule.as_ref().and_then(|rule| recurrence::next_after(rule, before));
        next.is_some_and(|next| next.unix_ms() == original_ms)
    });
    Ok(())
}

/// Begins an event, ends it or calls it off. One that recurs comes again after it was ended.
fn change_status(
    event: &mut ScheduledEvent,
    status: ScheduledEventStatus,
    now: Timestamp,
) -> ActionResult<()> {
    if !event.status.may_become(status) {
        let message = "Only SCHEDULED to ACTIVE or CANCELED, and ACTIVE to COMPLETED, are valid.";
        return Err(FieldError::new("status", "GUILD_SCHEDULED_EVENT_INVALID_STATUS", message).into());
    }
    match status {
        ScheduledEventStatus::COMPLETED => course::leave_occurrence(event, status, now),
        status => event.status = status,
    }
    Ok(())
}
