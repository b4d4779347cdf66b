//! Times and sizes in the words of the reader's language.
import { i18n, t, type Locale } from '../../../i18n/i18n.svelte';
import { isSameDay } from './lines';

const STYLES = {
  clock: { hour: 'numeric', minute: '2-digit' },
  date: { dateStyle: 'short' },
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  full: { dateStyle: 'full', timeStyle: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

// Making a format costs more than a hundred uses of it.
const formats = new Map<string, Intl.DateTimeFormat>();

function format(date: Date, style: keyof typeof STYLES, locale: Locale): string {
  const key = `${locale} ${style}`;
  let known = formats.get(key);
  if (known === undefined) {
    known = new Intl.DateTimeFormat(locale, STYLES[style]);
    formats.set(key, known);
  }
  return known.format(date);
}

/** The time of day. */
export function clock(date: Date): string {
  return format(date, 'clock', i18n.locale);
}

/** Weekday, date and time. */
export function fullTime(date: Date): string {
  return format(date, 'full', i18n.locale);
}

/** Beside a name: the shorter, the nearer. */
export function shortTime(date: Date, now = new Date()): string {
  if (isSameDay(date, now)) return clock(date);
  const values = { time: clock(date) };
  if (isSameDay(date, new Date(now.getTime() - 86_400_000))) return t('talk.yesterday_at', values);
  return `${format(date, 'date', i18n.locale)} ${clock(date)}`;
}

/** On the line where a day begins. */
export function dayName(date: Date, now = new Date()): string {
  if (isSameDay(date, now)) return t('talk.today');
  if (isSameDay(date, new Date(now.getTime() - 86_400_000))) return t('talk.yesterday');
  return format(date, 'day', i18n.locale);
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** How large a file is. */
export function fileSize(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const unit = UNITS[step] ?? 'byte';
  return new Intl.NumberFormat(i18n.locale, { style: 'unit', unit, maximumFractionDigits: step > 1 ? 1 : 0 }).format(bytes / 1000 ** step);
}
