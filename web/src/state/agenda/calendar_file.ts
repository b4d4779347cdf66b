//! One action as a file that calendars take in (RFC 5545), so that it need not be typed off.
import type { EventData, RecurrenceRule } from '../../gateway/events/scheduled_events';
import { madeAt } from '../snowflake';
import { Frequency } from './recurrence';

const FREQUENCIES: Record<number, string> = { [Frequency.Yearly]: 'YEARLY', [Frequency.Monthly]: 'MONTHLY', [Frequency.Weekly]: 'WEEKLY', [Frequency.Daily]: 'DAILY' };
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
/** Octets of a line; longer ones are folded. */
const LINE_MAX = 75;

const stamp = (moment: Date): string => `${moment.toISOString().replace(/[-:]|\.\d+/gu, '').slice(0, 15)}Z`;
const escaped = (text: string): string => text.replace(/[\\;,]/gu, '\\$&').replace(/\r?\n/gu, '\\n');

/** `place` is where it takes place, in words; `address` leads back to it. */
export function calendarFile(event: EventData, place: string, address: string): string {
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Parvis//Agenda//EN', 'BEGIN:VEVENT',
    `UID:${event.id}@${new URL(address).host}`,
    `DTSTAMP:${stamp(madeAt(event.id))}`,
    `DTSTART:${stamp(new Date(event.scheduled_start_time))}`,
    ...(event.scheduled_end_time === null ? [] : [`DTEND:${stamp(new Date(event.scheduled_end_time))}`]),
    ...(event.recurrence_rule === null ? [] : [`RRULE:${ruleLine(event.recurrence_rule)}`]),
    ...(event.guild_scheduled_event_exceptions ?? []).filter((it) => it.is_canceled).map((it) => `EXDATE:${stamp(madeAt(it.event_exception_id))}`),
    `SUMMARY:${escaped(event.name)}`,
    ...(place === '' ? [] : [`LOCATION:${escaped(place)}`]),
    ...(event.description ? [`DESCRIPTION:${escaped(event.description)}`] : []),
    `URL:${address}`,
    'END:VEVENT', 'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

function ruleLine(rule: RecurrenceRule): string {
  const parts = [`FREQ=${FREQUENCIES[rule.frequency] ?? 'DAILY'}`];
  if (rule.interval > 1) parts.push(`INTERVAL=${rule.interval}`);
  const days = [...(rule.by_weekday ?? []).map((it) => WEEKDAYS[it] ?? ''), ...(rule.by_n_weekday ?? []).map((it) => `${it.n}${WEEKDAYS[it.day] ?? ''}`)];
  if (days.length > 0) parts.push(`BYDAY=${days.join(',')}`);
  if (rule.by_month && rule.by_month.length > 0) parts.push(`BYMONTH=${rule.by_month.join(',')}`);
  if (rule.by_month_day && rule.by_month_day.length > 0) parts.push(`BYMONTHDAY=${rule.by_month_day.join(',')}`);
  if (rule.count !== null) parts.push(`COUNT=${rule.count}`);
  if (rule.end !== null) parts.push(`UNTIL=${stamp(new Date(rule.end))}`);
  return parts.join(';');
}

/** No line is longer than the format allows, and no letter is cut in two. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  const rows: string[] = [];
  let row = '';
  let size = 0;
  for (const letter of line) {
    const more = encoder.encode(letter).length;
    if (size + more > LINE_MAX) {
      rows.push(row);
      [row, size] = [' ', 1];
    }
    row += letter;
    size += more;
  }
  return [...rows, row].join('\r\n');
}
