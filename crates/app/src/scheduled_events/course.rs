//! How an event goes on by itself: when it begins, ends, comes again and is forgotten. What becomes of it is decided by
//! pure functions; the upkeep asks them every minute.

use parvis_model::{Event, ScheduledEvent, ScheduledEventEntityType, ScheduledEventStatus, Timestamp};
use parvis_rules::{limits, recurrence};
use parvis_store::tables;
use parvis_store::tables::scheduled_events::Planned;

use super::audience;
use crate::error::ActionResult;
use crate::{App, Lane};

/// Events that are looked at together.
const PAGE: u32 = 100;

fn after(at: Timestamp, ms: i64) -> Timestamp {
    Timestamp::from_unix_ms(at.unix_ms().saturating_add(ms))
}

/// When there is something to do next for an event that was changed at a moment.
pub(super) fn due_at(event: &ScheduledEvent, changed_at: Timestamp) -> Timestamp {
    if event.status.is_finished() {
        return after(changed_at, limits::SCHEDULED_EVENT_KEPT_MS);
    }
    let planned = (event.scheduled_start_time, event.scheduled_end_time);
    let (start, end) = event.occurrence_at(event.scheduled_start_time).unwrap_or(planned);
    let is_external = event.entity_type == ScheduledEventEntityType::EXTERNAL;
    if event.status == ScheduledEventStatus::ACTIVE {
        if let Some(end) = end.filter(|_| is_external) {
            return end;
        }
        // One that was begun after its end goes on for a while.
        let without_end = after(start.max(changed_at), limits::SCHEDULED_EVENT_WITHOUT_END_MS);
        return end.filter(|end| *end > changed_at).unwrap_or(without_end);
    }
    if is_external { start } else { after(start, limits::SCHEDULED_EVENT_WAIT_MS) }
}

/// The first occurrence behind a moment that takes place.
fn following(event: &ScheduledEvent, after: Timestamp) -> Option<Timestamp> {
    let rule = event.recurrence_rule.as_ref()?;
    let mut at = after;
    // Each step that finds nothing is an exception.
    for _ in 0..=limits::SCHEDULED_EVENT_EXCEPTIONS_MAX {
        at = recurrence::next_after(rule, at)?;
        if event.occurrence_at(at).is_some() {
            return Some(at);
        }
    }
    None
}

/// Leaves the present occurrence for the next one; when there is none, the event is over, and this is what became of
/// it.
pub(super) fn leave_occurrence(event: &mut ScheduledEvent, last: ScheduledEventStatus, now: Timestamp) {
    let start = event.scheduled_start_time;
    let lasts_ms = event.scheduled_end_time.map(|end| end.unix_ms() - start.unix_ms());
    // After a pause of the server an occurrence that is under way is not left out.
    let under_way = after(now, -lasts_ms.unwrap_or(0));
    let Some(next) = following(event, start.max(under_way)) else {
        event.status = last;
        return;
    };
    event.status = ScheduledEventStatus::SCHEDULED;
    event.scheduled_start_time = next;
    event.scheduled_end_time = lasts_ms.map(|ms| after(next, ms));
}

/// What becomes of an event that is due: `false` when it is forgotten.
fn goes_on(event: &mut ScheduledEvent, now: Timestamp) -> bool {
    let is_external = event.entity_type == ScheduledEventEntityType::EXTERNAL;
    match event.status {
        ScheduledEventStatus::SCHEDULED if is_external => event.status = ScheduledEventStatus::ACTIVE,
        ScheduledEventStatus::SCHEDULED => leave_occurrence(event, ScheduledEventStatus::CANCELED, now),
        ScheduledEventStatus::ACTIVE => leave_occurrence(event, ScheduledEventStatus::COMPLETED, now),
        _ => return false,
    }
    true
}

/// Begins, ends and forgets what is due. Events outside begin and end at their time. One in a channel is begun by
/// somebody, or is cancelled some hours after its start; it ends at its end, or after half a day.
pub async fn keep_up(app: &App) -> ActionResult<()> {
    loop {
        let now = Timestamp::from_unix_ms(app.now_ms());
        let due = app.read(move |tx| Ok(tables::scheduled_events::due(tx, now, PAGE)?)).await?;
        if due.is_empty() {
            return Ok(());
        }
        for planned in due {
            take_further(app, planned, now).await?;
        }
        app.delete_queued_blobs_soon();
    }
}

async fn take_further(app: &App, planned: Planned, now: Timestamp) -> ActionResult<()> {
    let (id, lane) = (planned.event.id, Lane::of(planned.event.guild_id));
    app.write(lane, move |tx, out| {
        let found = tables::scheduled_events::get(tx, id)?;
        let Some(mut planned) = found.filter(|it| it.due_at <= now) else { return Ok(()) };
        if !goes_on(&mut planned.event, now) {
            tables::scheduled_events::delete(tx, id, now.unix_ms())?;
            return Ok(());
        }
        planned.changes += 1;
        planned.changed_at = now;
        planned.due_at = due_at(&planned.event, now);
        tables::scheduled_events::update(tx, &planned)?;
        super::forget_past_exceptions(tx, &mut planned.event)?;
        let event = planned.event;
        out.publish(audience(&event), Event::ScheduledEventUpdate(Box::new(event)));
        Ok(())
    })
    .await
}

#[cfg(test)]
mod tests {
    use parvis_model::{Id, RecurrenceFrequency, RecurrenceRule, ScheduledEventException};

    use super::*;

    const HOUR_MS: i64 = 3_600_000;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_unix_ms(1_795_392_000_000 + hours * HOUR_MS)
    }

    fn event(kind: ScheduledEventEntityType, rule: bool) -> ScheduledEvent {
        let rule = RecurrenceRule {
            start: at(10),
            end: None,
            frequency: RecurrenceFrequency::DAILY,
            interval: if rule { 1 } else { 0 },
            by_weekday: None,
            by_n_weekday: None,
            by_month: None,
            by_month_day: None,
            by_year_day: None,
            count: None,
        };
        ScheduledEvent {
            id: Id::new(7),
            guild_id: Id::new(1),
            channel_id: None,
            creator_id: None,
            creator: None,
            name: "Thé".to_owned(),
            description: None,
            image: None,
            scheduled_start_time: at(10),
            scheduled_end_time: Some(at(12)),
            privacy_level: 2,
            status: ScheduledEventStatus::SCHEDULED,
            entity_type: kind,
            entity_id: None,
            entity_metadata: None,
            recurrence_rule: (rule.interval == 1).then_some(rule),
            user_count: None,
            user_rsvp: None,
            guild_scheduled_event_exceptions: Vec::new(),
        }
    }

    #[test]
    fn what_is_outside_begins_and_ends_at_its_time_and_is_forgotten_later() {
        let mut it = event(ScheduledEventEntityType::EXTERNAL, false);
        assert_eq!(due_at(&it, at(0)), at(10));
        assert!(goes_on(&mut it, at(10)));
        assert_eq!((it.status, due_at(&it, at(10))), (ScheduledEventStatus::ACTIVE, at(12)));
        assert!(goes_on(&mut it, at(12)));
        assert_eq!((it.status, due_at(&it, at(12))), (ScheduledEventStatus::COMPLETED, at(12 + 7 * 24)));
        assert!(!goes_on(&mut it, at(12 + 7 * 24)));
    }

    #[test]
    fn what_nobody_begins_in_a_channel_is_cancelled_after_some_hours() {
        let mut it = event(ScheduledEventEntityType::VOICE, false);
        assert_eq!(due_at(&it, at(0)), at(14));
        assert!(goes_on(&mut it, at(14)));
        assert_eq!(it.status, ScheduledEventStatus::CANCELED);
        let mut begun_late = event(ScheduledEventEntityType::VOICE, false);
        begun_late.status = ScheduledEventStatus::ACTIVE;
        assert_eq!(due_at(&begun_late, at(13)), at(25));
        begun_late.scheduled_end_time = None;
        assert_eq!(due_at(&begun_late, at(9)), at(22));
    }

    #[test]
    fn what_recurs_comes_again_and_leaves_out_what_is_cancelled() {
        let mut it = event(ScheduledEventEntityType::EXTERNAL, true);
        let exception = |hours, is_canceled, moved: Option<i64>| ScheduledEventException {
            event_id: it.id,
            event_exception_id: Id::first_of_unix_ms(at(hours).unix_ms()),
            scheduled_start_time: moved.map(at),
            scheduled_end_time: None,
            is_canceled,
        };
        it.guild_scheduled_event_exceptions = vec![exception(34, true, None), exception(58, false, Some(60))];
        it.status = ScheduledEventStatus::ACTIVE;
        assert!(goes_on(&mut it, at(12)));
        assert_eq!(it.status, ScheduledEventStatus::SCHEDULED);
        assert_eq!((it.scheduled_start_time, it.scheduled_end_time), (at(58), Some(at(60))));
        assert_eq!(due_at(&it, at(12)), at(60), "that one begins later");
        assert!(goes_on(&mut it, at(60)));
        assert_eq!(due_at(&it, at(60)), at(62), "and ends later");
    }

    #[test]
    fn after_a_pause_the_occurrence_under_way_is_the_present_one() {
        let mut it = event(ScheduledEventEntityType::EXTERNAL, true);
        it.status = ScheduledEventStatus::ACTIVE;
        // Ten days later, in the second hour of that day's occurrence.
        assert!(goes_on(&mut it, at(10 * 24 + 11)));
        assert_eq!(it.scheduled_start_time, at(10 * 24 + 10));
        assert!(due_at(&it, at(10 * 24 + 11)) <= at(10 * 24 + 11));
        let mut late = event(ScheduledEventEntityType::EXTERNAL, true);
        late.status = ScheduledEventStatus::ACTIVE;
        assert!(goes_on(&mut late, at(10 * 24 + 13)));
        assert_eq!(late.scheduled_start_time, at(11 * 24 + 10));
    }
}
