//! Everything that the quick switcher leads to, and which of it fits what somebody typed.
import { fit, fold } from './fuzzy';

export const TARGET_KINDS = ['channel', 'person', 'guild', 'command'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

export interface Target {
  /** Unique among all; the id of the room for rooms, so that recent ones are known. */
  id: string;
  kind: TargetKind;
  label: string;
  /** Where it is, or what else it is called; it is found by that, too. */
  place?: string;
  unread?: boolean;
  mentions?: number;
  go: () => void | Promise<void>;
}

/** The signs that narrow the search to one kind. */
export const PREFIXES: Readonly<Record<string, TargetKind>> = { '#': 'channel', '@': 'person', '*': 'guild', '>': 'command' };

/** What is looked for: everything, or one kind. */
export function readQuery(text: string): { kind: TargetKind | null; words: string } {
  const trimmed = text.trimStart();
  const kind = PREFIXES[trimmed[0] ?? ''] ?? null;
  return { kind, words: fold(kind === null ? trimmed : trimmed.slice(1)) };
}

const RECENT_BONUS = 60;
const MENTION_BONUS = 40;
const UNREAD_BONUS = 20;

/** The best ones, the best first. Without words: where one was lately, and what calls. */
export function rank(targets: readonly Target[], text: string, recent: readonly string[], hereId: string | null, max: number): Target[] {
  const { kind, words } = readQuery(text);
  const lately = new Map(recent.map((id, index) => [id, RECENT_BONUS - index]));
  const found: { target: Target; score: number }[] = [];
  for (const target of targets) {
    if (kind !== null && target.kind !== kind) continue;
    // One does not want to go where one is.
    if (words === '' && target.id === hereId) continue;
    const score = scoreOf(target, words);
    if (score === null) continue;
    const calls = (target.mentions ?? 0) > 0 ? MENTION_BONUS : target.unread ? UNREAD_BONUS : 0;
    const bonus = (lately.get(target.id) ?? 0) + calls;
    // Without words there is nothing to say for what is neither recent nor calling.
    if (words === '' && kind === null && bonus === 0) continue;
    found.push({ target, score: score + bonus });
  }
  found.sort((a, b) => b.score - a.score || a.target.label.length - b.target.label.length || a.target.label.localeCompare(b.target.label));
  return found.slice(0, max).map((it) => it.target);
}

function scoreOf(target: Target, words: string): number | null {
  const label = fold(target.label);
  const direct = fit(words, label);
  if (direct !== null || target.place === undefined) return direct;
  const place = fit(words, fold(target.place));
  if (place !== null && place > 300) return place / 2;
  // Words of both: "jardin cours" finds #jardin of Cours & jardins.
  const both = `${label} ${fold(target.place)}`;
  return words.split(' ').every((word) => both.includes(word)) ? 250 : null;
}
