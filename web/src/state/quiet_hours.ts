//! Quiet hours: spans of the week in which nothing rings. The server decides the same for pushes; the page and the
//! worker ask here.
import type { components } from '../api/parvis';

export type QuietHours = components['schemas']['QuietHours'];

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MINUTES_PER_DAY = 24 * 60;

/** The minute of the day and the ISO weekday (Monday is 1) at an instant in a time zone. */
export function localTime(nowMs: number, timeZone: string): { minute: number; day: number } {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(nowMs);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((it) => it.type === type)?.value ?? '';
  return { minute: Number(part('hour')) * 60 + Number(part('minute')), day: WEEKDAYS.indexOf(part('weekday')) + 1 };
}

/** Whether `nowMs` lies in a span; one that ends before it begins ends the next day. */
export function isQuiet(hours: QuietHours | null | undefined, nowMs: number): boolean {
  if (hours == null) return false;
  const { minute, day } = localTime(nowMs, hours.time_zone);
  const yesterday = day === 1 ? 7 : day - 1;
  const end = hours.to > hours.from ? hours.to : hours.to + MINUTES_PER_DAY;
  const covers = (begun: number, at: number) => hours.days.includes(begun) && at >= hours.from && at < end;
  return covers(day, minute) || covers(yesterday, minute + MINUTES_PER_DAY);
}

/** Minutes of the day as a time field writes them. */
export function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** What a time field says, in minutes; null while it is incomplete. */
export function minuteOf(text: string): number | null {
  const match = /^(\d{2}):(\d{2})/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}
