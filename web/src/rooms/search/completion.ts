//! What may come next in a search: operators, and for each the values that make sense.
import type { Chip, Operator } from './query';
import { HAS, isoDay, OPERATORS } from './query';
import { fit, fold } from './fuzzy';

export type Suggestion = { kind: 'operator'; operator: Operator } | { kind: 'value'; chip: Chip; label: string; hint?: string };

/** Where names and days come from. */
export interface Sources {
  people: () => readonly { id: string; name: string; username: string }[];
  channels: () => readonly { id: string; name: string; place: string }[];
  today: Date;
  words: { has: (value: (typeof HAS)[number]) => string; daysAgo: (days: number) => string; yes: string; no: string };
}

const SHOWN_MAX = 12;
const DAYS_OFFERED = [0, 1, 7, 30, 365];

/** What is being typed at the end: the beginning of an operator, or of an operator's value. */
export function lastToken(text: string): { operator: Operator | null; begun: string; from: number } {
  const match = /(?:^|\s)(?:(?<operator>[a-z]+):)?(?<begun>[^\s:]*)$/u.exec(text);
  const operator = OPERATORS.find((it) => it === match?.groups?.['operator']) ?? null;
  const begun = match?.groups?.['begun'] ?? '';
  return { operator, begun, from: text.length - begun.length - (operator === null ? 0 : operator.length + 1) };
}

export function suggest(text: string, sources: Sources): Suggestion[] {
  const { operator, begun } = lastToken(text);
  if (operator === null) return OPERATORS.filter((it) => it.startsWith(begun.toLowerCase())).map((it) => ({ kind: 'operator', operator: it }));
  const wanted = fold(begun.replace(/^[@#]/u, ''));
  return valuesOf(operator, sources, begun)
    .map((it) => ({ it, score: fit(wanted, fold(it.label)) ?? (it.hint === undefined ? null : fit(wanted, fold(it.hint))) }))
    .filter(({ score }) => score !== null)
    .sort((a, b) => (wanted === '' ? 0 : (b.score ?? 0) - (a.score ?? 0)))
    .slice(0, SHOWN_MAX)
    .map(({ it }) => ({ kind: 'value', ...it }));
}

function valuesOf(operator: Operator, sources: Sources, begun: string): { chip: Chip; label: string; hint?: string }[] {
  switch (operator) {
    case 'from':
    case 'mentions':
      return sources.people().map(({ id, name, username }) => ({ chip: { operator, value: id }, label: name, hint: username }));
    case 'in':
      return sources.channels().map(({ id, name, place }) => ({ chip: { operator, value: id }, label: name, hint: place }));
    case 'has':
      return HAS.map((value) => ({ chip: { operator, value }, label: sources.words.has(value), hint: value }));
    case 'pinned':
      return [{ chip: { operator, value: 'true' }, label: sources.words.yes, hint: 'true' }, { chip: { operator, value: 'false' }, label: sources.words.no, hint: 'false' }];
    default: {
      const day = (ago: number) => isoDay(new Date(sources.today.getFullYear(), sources.today.getMonth(), sources.today.getDate() - ago));
      const offered = DAYS_OFFERED.map((ago) => ({ chip: { operator, value: day(ago) }, label: sources.words.daysAgo(ago), hint: day(ago) }));
      // A day that was typed whole stands for itself.
      return /^\d{4}-\d{2}-\d{2}$/u.test(begun) ? [{ chip: { operator, value: begun }, label: begun }] : offered;
    }
  }
}
