//! What Guard's codes mean, in the reader's words. What a newer server says is shown as it says it.
import { i18n, t, type Key } from '../../i18n/i18n.svelte';
import { DAY_STATES, OBSTACLES, ORIGINS, ROW_STATES } from '../../state/guard/action_days.svelte';
import { CATEGORIES, MEASURES, REASONS, type Automated, type Measure, type MeasureKind, type Source } from '../../state/guard/words';

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;

const among = <T extends string>(all: readonly T[], code: string): code is T => (all as readonly string[]).includes(code);

export function reasonWords(code: string): string {
  return among(REASONS, code) ? t(`guard.reason_${code}`) : code;
}

const LABELS = ['known_text', 'known_image', 'known_file', 'leaked_credentials', 'attack_for_hire', 'stolen_data_for_sale'] as const;

/** What a rule or a bank noticed. */
export function labelWords(name: string): string {
  return among(LABELS, name) ? t(`guard.label_${name}`) : name;
}

export function categoryWords(code: string): string {
  return among(CATEGORIES, code) ? t(`guard.category_${code}`) : code;
}

export function measureName(kind: MeasureKind): string {
  return among(MEASURES, kind) ? t(`guard.measure_${kind}`) : kind;
}

/** How long something lasts, rounded to what people say. */
export function spanWords(seconds: number): string {
  if (seconds < HOUR_S) return t('places.minutes', { count: Math.round(seconds / MINUTE_S) });
  return seconds < DAY_S ? t('places.hours', { count: Math.round(seconds / HOUR_S) }) : t('places.days', { count: Math.round(seconds / DAY_S) });
}

/** A measure with how long it lasts. */
export function measureWords({ kind, seconds }: Measure): string {
  return seconds == null ? measureName(kind) : t('guard.measure_for', { measure: measureName(kind), span: spanWords(seconds) });
}

export function measuresWords(measures: readonly Measure[]): string {
  return measures.map(measureWords).join(' · ');
}

const SOURCE: Record<Source, Key> = { report: 'guard.source_report', own: 'guard.source_own', rule: 'guard.source_rule', order: 'guard.source_order' };
const AUTOMATED: Record<Automated, Key> = { none: 'guard.automated_none', detection: 'guard.automated_detection', full: 'guard.automated_full' };

/** Who began it, and what part a machine had in it. */
export function originWords({ source, automated }: { source: Source; automated: Automated }): string {
  return `${t(SOURCE[source])} ${t(AUTOMATED[automated])}`;
}

export function dayStateWords(code: string): string {
  return among(DAY_STATES, code) ? t(`guard.day_${code}`) : code;
}

/** Where a cluster of an action day comes from. */
export function originName(code: string): string {
  return among(ORIGINS, code) ? t(`guard.origin_${code}`) : code;
}

export function rowStateWords(code: string): string {
  return among(ROW_STATES, code) ? t(`guard.row_${code}`) : code;
}

/** Why a measure cannot be taken. */
export function obstacleWords(code: string): string {
  return among(OBSTACLES, code) ? t(`guard.obstacle_${code}`) : code;
}

export function whenWords(at: string): string {
  return new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
}

/** The hour, of what is over today. */
export function hourWords(at: string): string {
  return new Intl.DateTimeFormat(i18n.locale, { timeStyle: 'short' }).format(new Date(at));
}

export function dayWords(at: string): string {
  return new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'long' }).format(new Date(at));
}

/** How long ago, or how long until. */
export function agoWords(at: string, nowMs: number): string {
  const format = new Intl.RelativeTimeFormat(i18n.locale, { numeric: 'auto' });
  const seconds = Math.round((Date.parse(at) - nowMs) / 1000);
  const size = Math.abs(seconds);
  if (size < HOUR_S) return format.format(Math.round(seconds / MINUTE_S), 'minute');
  if (size < DAY_S) return format.format(Math.round(seconds / HOUR_S), 'hour');
  return format.format(Math.round(seconds / DAY_S), 'day');
}
