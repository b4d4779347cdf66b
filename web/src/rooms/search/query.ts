//! What is searched for: chips (`from:`, `in:`, …) and words. Text in, query out, and back.
import { idAt } from '../../state/snowflake';

export const OPERATORS = ['from', 'in', 'has', 'mentions', 'before', 'after', 'during', 'pinned'] as const;
export type Operator = (typeof OPERATORS)[number];

export const HAS = ['link', 'embed', 'file', 'image', 'video', 'sound', 'sticker', 'poll'] as const;

/** Ids for people and channels, ISO days for days, words for the rest. */
export interface Chip {
  operator: Operator;
  value: string;
}

export interface Query {
  chips: readonly Chip[];
  words: string;
}

/** Finds who or what is meant where a name was typed instead of chosen. */
export interface Names {
  user: (name: string) => string | null;
  channel: (name: string) => string | null;
}

const NO_NAMES: Names = { user: () => null, channel: () => null };
const TOKEN = /(?<operator>[a-z]+):(?:"(?<quoted>[^"]*)"|(?<bare>\S+))/gu;

/** Reads a text. What looks like an operator but makes no sense stays among the words. */
export function parse(text: string, names: Names = NO_NAMES): Query {
  const chips: Chip[] = [];
  const rest = text.replace(TOKEN, (token, ...parts) => {
    const { operator, quoted, bare } = parts.at(-1) as { operator: string; quoted?: string; bare?: string };
    const chip = chipOf(operator, quoted ?? bare ?? '', names);
    if (chip === null) return token;
    if (!chips.some((it) => it.operator === chip.operator && it.value === chip.value)) chips.push(chip);
    return ' ';
  });
  return { chips, words: rest.replace(/\s+/gu, ' ').trim() };
}

/** A chip, if the operator is known and the value makes sense for it. */
export function chipOf(operator: string, value: string, names: Names = NO_NAMES): Chip | null {
  const known = OPERATORS.find((it) => it === operator);
  const sound = known && valueOf(known, value, names);
  return known && sound ? { operator: known, value: sound } : null;
}

function valueOf(operator: Operator, value: string, names: Names): string | null {
  switch (operator) {
    case 'from':
    case 'mentions':
      return isId(value) ? value : names.user(value.replace(/^@/u, ''));
    case 'in':
      return isId(value) ? value : names.channel(value.replace(/^#/u, ''));
    case 'has':
      return (HAS as readonly string[]).includes(value) ? value : null;
    case 'pinned':
      return value === 'true' || value === 'false' ? value : null;
    default:
      return dayOf(value) === null ? null : value;
  }
}

const isId = (text: string): boolean => /^\d{15,20}$/u.test(text);

/** The first moment of an ISO day in the reader's zone; null if there is no such day. */
export function dayOf(text: string): Date | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text);
  if (!match) return null;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const date = new Date(year, month - 1, day);
  return date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day ? date : null;
}

/** A day as it stands in a chip. */
export function isoDay(date: Date): string {
  return `${String(date.getFullYear()).padStart(4, '0')}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

/** The text that says the same: reading it gives the query again. */
export function print(query: Query): string {
  return [...query.chips.map((it) => `${it.operator}:${it.value}`), query.words].filter((it) => it !== '').join(' ');
}

/** The same, as the server's search takes it: names that may stand several times, each with a value. */
export function parametersOf(query: Query): URLSearchParams {
  const parameters = new URLSearchParams();
  if (query.words !== '') parameters.set('content', query.words);
  let [from, to] = [0n, 0n];
  const narrow = (first: Date | null, last: Date | null) => {
    const lowest = first === null ? 0n : BigInt(idAt(first.getTime()));
    const highest = last === null ? 0n : BigInt(idAt(last.getTime()));
    if (lowest > from) from = lowest;
    if (highest !== 0n && (to === 0n || highest < to)) to = highest;
  };
  for (const { operator, value } of query.chips) {
    const day = dayOf(value);
    if (operator === 'from') parameters.append('author_id', value);
    else if (operator === 'in') parameters.append('channel_id', value);
    else if (operator === 'before') narrow(null, day);
    else if (operator === 'after') narrow(day && nextDay(day), null);
    else if (operator === 'during') narrow(day, day && nextDay(day));
    else parameters.append(operator, value);
  }
  if (from !== 0n) parameters.set('min_id', String(from));
  if (to !== 0n) parameters.set('max_id', String(to));
  return parameters;
}

function nextDay(day: Date): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1);
}
