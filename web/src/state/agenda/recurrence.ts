//! How an action comes again: the rules that the platform takes, made of a beginning, and the dates that they give. Rules
//! count their weekdays in the time of Greenwich; people count them where they are.
import type { RecurrenceRule } from '../../gateway/events/scheduled_events';

export const Frequency = { Yearly: 0, Monthly: 1, Weekly: 2, Daily: 3 } as const;

/** What a form offers. */
export type Repeat = 'never' | 'daily' | 'working_days' | 'weekly' | 'fortnightly' | 'monthly' | 'yearly';
export const REPEATS: readonly Repeat[] = ['never', 'daily', 'working_days', 'weekly', 'fortnightly', 'monthly', 'yearly'];

const DAY_MS = 86_400_000;
const WORKING_DAYS = [0, 1, 2, 3, 4];
/** How far ahead dates are looked for: also the 29th of February comes again within eight years. */
const DAYS_MAX = 366 * 8;

/** Monday is 0, as in the rules. */
const weekdayOf = (sunday0: number): number => (sunday0 + 6) % 7;
const shifted = (weekday: number, days: number): number => (weekday + days + 7) % 7;

/** Days by which the reader's calendar is ahead of Greenwich at a moment: -1, 0 or 1. */
function daysAhead(moment: Date): number {
  const here = Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate());
  const there = Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate());
  return Math.round((here - there) / DAY_MS);
}

/** The rule for an action that begins at `start`; null for one that does not come again. */
export function ruleOf(repeat: Repeat, start: Date): RecurrenceRule | null {
  if (repeat === 'never') return null;
  const weekday = weekdayOf(start.getUTCDay());
  const rule = { start: start.toISOString(), end: null, interval: 1, by_weekday: null, by_n_weekday: null, by_month: null, by_month_day: null, by_year_day: null, count: null };
  const given: Record<Exclude<Repeat, 'never'>, object> = {
    daily: { frequency: Frequency.Daily },
    working_days: { frequency: Frequency.Daily, by_weekday: WORKING_DAYS.map((it) => shifted(it, -daysAhead(start))).sort() },
    weekly: { frequency: Frequency.Weekly, by_weekday: [weekday] },
    fortnightly: { frequency: Frequency.Weekly, interval: 2, by_weekday: [weekday] },
    monthly: { frequency: Frequency.Monthly, by_n_weekday: [{ n: Math.ceil(start.getUTCDate() / 7), day: weekday }] },
    yearly: { frequency: Frequency.Yearly, by_month: [start.getUTCMonth() + 1], by_month_day: [start.getUTCDate()] },
  };
  return { ...rule, ...given[repeat] } as RecurrenceRule;
}

/** Which of the form's choices a rule is; null for one that a program made otherwise. */
export function repeatOf(rule: RecurrenceRule | null): Repeat | null {
  if (rule === null) return 'never';
  const start = new Date(rule.start);
  const same = (made: RecurrenceRule | null) => made !== null && (['frequency', 'interval', 'by_weekday', 'by_n_weekday', 'by_month', 'by_month_day'] as const).every((key) => JSON.stringify(rule[key] ?? null) === JSON.stringify(made[key]));
  return REPEATS.find((it) => same(ruleOf(it, start))) ?? null;
}

/** Weekdays of a rule where the reader is. */
export function localWeekdays(rule: RecurrenceRule): number[] {
  const ahead = daysAhead(new Date(rule.start));
  return (rule.by_weekday ?? []).map((it) => shifted(it, ahead)).sort();
}

/** Whether a rule means the days from Monday to Friday where the reader is. */
export function isWorkingDays(rule: RecurrenceRule): boolean {
  return rule.frequency === Frequency.Daily && String(localWeekdays(rule)) === String(WORKING_DAYS);
}

/** "The second Tuesday": the ordinal and the weekday where the reader is. */
export function localOrdinal(rule: RecurrenceRule): { n: number; weekday: number } | null {
  const by = rule.by_n_weekday?.[0];
  if (by === undefined) return null;
  const start = new Date(rule.start);
  const ahead = daysAhead(start);
  return { n: ahead === 0 ? by.n : Math.ceil(start.getDate() / 7), weekday: shifted(by.day, ahead) };
}

/** The dates of a rule from a moment on, that one included. */
export function datesFrom(rule: RecurrenceRule, from: Date, count: number): Date[] {
  const start = new Date(rule.start);
  const until = rule.end === null ? Infinity : Date.parse(rule.end);
  const found: Date[] = [];
  let given = 0;
  for (let day = 0, at = start; day < DAYS_MAX && found.length < count; day += 1, at = new Date(start.getTime() + day * DAY_MS)) {
    if (!falls(rule, start, at)) continue;
    given += 1;
    if (at.getTime() > until || (rule.count !== null && given > rule.count)) break;
    if (at >= from) found.push(at);
  }
  return found;
}

function falls(rule: RecurrenceRule, start: Date, at: Date): boolean {
  const weekday = weekdayOf(at.getUTCDay());
  // What a rule leaves open is as it was the first time.
  const onWeekday = rule.by_weekday?.includes(weekday) ?? (rule.frequency === Frequency.Daily || weekday === weekdayOf(start.getUTCDay()));
  if (rule.frequency === Frequency.Daily) return onWeekday && Math.round((at.getTime() - start.getTime()) / DAY_MS) % rule.interval === 0;
  if (rule.frequency === Frequency.Weekly) return onWeekday && (weekOf(at) - weekOf(start)) % rule.interval === 0;
  if (rule.frequency === Frequency.Monthly) {
    const months = (at.getUTCFullYear() - start.getUTCFullYear()) * 12 + at.getUTCMonth() - start.getUTCMonth();
    const onDay = rule.by_n_weekday?.some((it) => it.day === weekday && it.n === Math.ceil(at.getUTCDate() / 7)) ?? at.getUTCDate() === start.getUTCDate();
    return months % rule.interval === 0 && onDay;
  }
  const isYear = (at.getUTCFullYear() - start.getUTCFullYear()) % rule.interval === 0;
  return isYear && (rule.by_month ?? []).some((it) => it === at.getUTCMonth() + 1) && (rule.by_month_day ?? []).includes(at.getUTCDate());
}

/** Weeks since a Monday long ago. */
function weekOf(moment: Date): number {
  return Math.floor((moment.getTime() / DAY_MS + 3) / 7);
}
