//! What is offered while somebody writes a name: where it begins, who and what fits, and in which order.
import { isCode } from './written';

export type TriggerKind = 'mention' | 'channel' | 'emoji' | 'command';

/** A name that is being written, from its sign on. */
export interface Trigger {
  kind: TriggerKind;
  query: string;
  start: number;
  end: number;
}

const SIGNS: Record<string, TriggerKind> = { '@': 'mention', '#': 'channel', ':': 'emoji' };
/** Names with blanks in them are still looked for, as far as this. */
const QUERY_MAX = 32;

/** The name before the caret, if one is being written there. */
export function triggerAt(text: string, caret: number): Trigger | null {
  const before = text.slice(0, caret);
  if (/^\/[^\n]{0,100}$/u.test(before)) return { kind: 'command', query: before.slice(1), start: 0, end: caret };
  const match = /(?:^|[\s([{"'«>])([@#:])([^@#:\n]*)$/u.exec(before);
  if (!match) return null;
  const kind = SIGNS[match[1] ?? ''];
  const query = match[2] ?? '';
  if (kind === undefined || query.length > QUERY_MAX || isCode(text, caret)) return null;
  // A smiley or a quotation is no emoji yet; a second blank ends every name.
  if (kind === 'emoji' && !/^[\p{L}\p{N}_+-]{2,}$/u.test(query)) return null;
  if (kind !== 'emoji' && (query.startsWith(' ') || (query.match(/ /g)?.length ?? 0) > 1)) return null;
  return { kind, query, start: caret - query.length - 1, end: caret };
}

/** A text as it is compared: without case and accents. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** How well a name fits: the lower the better, null if not at all. */
export function fit(name: string, query: string): number | null {
  const it = folded(name);
  const sought = folded(query);
  if (sought === '') return 3;
  if (it === sought) return 0;
  if (it.startsWith(sought)) return 1;
  const at = it.indexOf(sought);
  if (at < 0) return null;
  return /[^\p{L}\p{N}]/u.test(it[at - 1] ?? '') ? 2 : 3;
}

/** The best of `items`, by any of their names; equals stay in their order. */
export function bestOf<T>(items: Iterable<T>, query: string, names: (item: T) => readonly (string | null | undefined)[], limit: number): T[] {
  const found: { item: T; rank: number; order: number }[] = [];
  let order = 0;
  for (const item of items) {
    let rank: number | null = null;
    for (const name of names(item)) {
      if (name == null || name === '') continue;
      const one = fit(name, query);
      if (one !== null && (rank === null || one < rank)) rank = one;
    }
    if (rank !== null) found.push({ item, rank, order });
    order += 1;
  }
  return found
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .slice(0, limit)
    .map((it) => it.item);
}
