//! Times as the reader's language and zone write them.

import type { TimeStyle } from './tree';

const OPTIONS: Record<Exclude<TimeStyle, 'R'>, Intl.DateTimeFormatOptions> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  s: { dateStyle: 'short', timeStyle: 'short' },
  S: { dateStyle: 'short', timeStyle: 'medium' },
};

/** Units from the longest to the shortest, with their length in seconds. */
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const dateFormats = new Map<string, Intl.DateTimeFormat>();
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();

/** A moment in one of the absolute styles. Without a zone, it is the reader's. */
export function absoluteTime(seconds: number, style: Exclude<TimeStyle, 'R'>, locale: string, zone?: string): string {
  const key = `${locale} ${style} ${zone ?? ''}`;
  let format = dateFormats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, { ...OPTIONS[style], timeZone: zone });
    dateFormats.set(key, format);
  }
  return format.format(seconds * 1000);
}

/** How far a moment is from now, in the longest unit that fits: "in 2 hours". */
export function relativeTime(seconds: number, nowSeconds: number, locale: string): string {
  const away = seconds - nowSeconds;
  const [unit, length] = UNITS.find(([, size]) => Math.abs(away) >= size) ?? ['second', 1];
  let format = relativeFormats.get(locale);
  if (format === undefined) {
    format = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
    relativeFormats.set(locale, format);
  }
  return format.format(Math.trunc(away / length), unit);
}
