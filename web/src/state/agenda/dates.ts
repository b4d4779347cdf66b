//! The dates of an action as a reader sees them: when the next ones are, which were moved, which were called off.
import { EventStatus, type EventData, type EventException } from '../../gateway/events/scheduled_events';
import { idAt, madeAt } from '../snowflake';
import { datesFrom } from './recurrence';

export interface EventDate {
  /** What the platform knows this date by: the lowest id of the moment that the rule has. */
  id: string;
  /** When the rule has it. */
  original: Date;
  start: Date;
  end: Date | null;
  calledOff: boolean;
  /** What makes it differ from the others. */
  exception: EventException | null;
}

export function lengthMs(event: EventData): number | null {
  return event.scheduled_end_time === null ? null : Date.parse(event.scheduled_end_time) - Date.parse(event.scheduled_start_time);
}

/** The next dates: of what does not come again, its only one. */
export function nextDates(event: EventData, count: number): EventDate[] {
  const start = new Date(event.scheduled_start_time);
  const length = lengthMs(event);
  const only = { id: idAt(start.getTime()), original: start, start, end: event.scheduled_end_time === null ? null : new Date(event.scheduled_end_time), calledOff: event.status === EventStatus.Cancelled, exception: null };
  if (event.recurrence_rule === null) return [only];
  // The next date may itself have been moved: the rule knows it by where it was.
  const exceptions = new Map((event.guild_scheduled_event_exceptions ?? []).map((it) => [madeAt(it.event_exception_id).getTime(), it]));
  const movedHere = [...exceptions].find(([, it]) => it.scheduled_start_time !== null && Date.parse(it.scheduled_start_time) === start.getTime());
  const from = new Date(Math.min(start.getTime(), movedHere?.[0] ?? Infinity));
  return datesFrom(event.recurrence_rule, from, count).map((original) => {
    const exception = exceptions.get(original.getTime()) ?? null;
    const begins = exception?.scheduled_start_time == null ? original : new Date(exception.scheduled_start_time);
    const ends = exception?.scheduled_end_time == null ? (length === null ? null : new Date(begins.getTime() + length)) : new Date(exception.scheduled_end_time);
    return { id: idAt(original.getTime()), original, start: begins, end: ends, calledOff: exception?.is_canceled ?? false, exception };
  });
}
