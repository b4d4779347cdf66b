//! The agenda in words: when, how often and where, in the reader's language and zone.
import { EventKind, EventStatus, type EventData, type RecurrenceRule } from '../../gateway/events/scheduled_events';
import { i18n, t, type Key } from '../../i18n/i18n.svelte';
import type { DraftProblem } from '../../state/agenda/event_draft';
import { Frequency, isWorkingDays, localOrdinal, localWeekdays, type Repeat } from '../../state/agenda/recurrence';
import type { Guild } from '../../state/guild.svelte';

const REPEATS: Record<Repeat, Key> = {
  never: 'agenda.repeat_never', daily: 'agenda.repeat_daily', working_days: 'agenda.repeat_working_days', weekly: 'agenda.repeat_weekly', fortnightly: 'agenda.repeat_fortnightly', monthly: 'agenda.repeat_monthly', yearly: 'agenda.repeat_yearly',
};
const PROBLEMS: Record<DraftProblem, Key> = {
  name: 'agenda.problem_name', start: 'agenda.problem_start', past: 'agenda.problem_past', end: 'agenda.problem_end', order: 'agenda.problem_order', place: 'agenda.problem_place', channel: 'agenda.problem_channel',
};
const STATUS: Partial<Record<EventStatus, Key>> = { [EventStatus.Active]: 'agenda.active', [EventStatus.Completed]: 'agenda.over', [EventStatus.Cancelled]: 'agenda.cancelled' };

export const repeatName = (repeat: Repeat): string => t(REPEATS[repeat]);
export const problemWords = (problem: DraftProblem): string => t(PROBLEMS[problem]);

/** What there is to say of its state; empty for what is simply to come. */
export function statusWords(event: Pick<EventData, 'status'>): string {
  const key = STATUS[event.status];
  return key === undefined ? '' : t(key);
}

const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(i18n.locale, options);
const dayNumber = (moment: Date): number => Math.round(new Date(moment.getFullYear(), moment.getMonth(), moment.getDate(), 12).getTime() / 86_400_000);

/** The line above the actions of a day. */
export function dayTitle(day: Date, now: Date): string {
  const away = dayNumber(day) - dayNumber(now);
  const date = format({ weekday: 'long', day: 'numeric', month: 'long', ...(day.getFullYear() !== now.getFullYear() && { year: 'numeric' }) }).format(day);
  if (away === 0) return t('agenda.today', { date });
  return away === 1 ? t('agenda.tomorrow', { date }) : date;
}

/** From when to when, on one line. */
export function spanWords(start: Date, end: Date | null): string {
  const shape = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit' });
  return end === null ? shape.format(start) : shape.formatRange(start, end);
}

/** The time of day, beside a line that names the day. */
export function timeWords(start: Date, end: Date | null): string {
  const shape = format({ hour: 'numeric', minute: '2-digit' });
  return end === null || dayNumber(end) !== dayNumber(start) ? shape.format(start) : shape.formatRange(start, end);
}

/** The name of a weekday; Monday is 0. */
function weekdayName(weekday: number): string {
  // The 1st of January 2024 was a Monday.
  return format({ weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1 + weekday)));
}

/** How often it comes again; empty for what does not. */
export function recurrenceWords(rule: RecurrenceRule | null): string {
  if (rule === null) return '';
  const often = oftenWords(rule);
  if (rule.end !== null) return `${often}, ${t('agenda.repeat_until', { date: format({ dateStyle: 'long' }).format(new Date(rule.end)) })}`;
  return rule.count === null ? often : `${often}, ${t('agenda.repeat_times', { count: rule.count })}`;
}

function oftenWords(rule: RecurrenceRule): string {
  const days = new Intl.ListFormat(i18n.locale).format(localWeekdays(rule).map(weekdayName));
  const ordinal = localOrdinal(rule);
  const isOther = rule.interval > 2 || (rule.interval === 2 && rule.frequency !== Frequency.Weekly);
  if (isOther) return t('agenda.repeats');
  if (isWorkingDays(rule)) return t('agenda.repeat_working_days');
  if (rule.frequency === Frequency.Daily) return days === '' ? t('agenda.repeat_daily') : t('agenda.every_week', { days });
  if (rule.frequency === Frequency.Weekly) return days === '' ? t('agenda.repeat_weekly') : t(rule.interval === 2 ? 'agenda.every_fortnight' : 'agenda.every_week', { days });
  if (rule.frequency === Frequency.Monthly) return ordinal === null ? t('agenda.repeat_monthly') : t('agenda.every_month', { n: ordinal.n, day: weekdayName(ordinal.weekday) });
  return t('agenda.every_year', { date: format({ day: 'numeric', month: 'long' }).format(new Date(rule.start)) });
}

/** Where it takes place. */
export function placeWords(event: Pick<EventData, 'entity_type' | 'entity_metadata' | 'channel_id'>, guild: Pick<Guild, 'channel'> | undefined): string {
  if (event.entity_type === EventKind.External) return event.entity_metadata?.location ?? '';
  return guild?.channel(event.channel_id ?? '')?.name ?? '';
}
