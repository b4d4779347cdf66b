//! Which emojis somebody uses most, and in which skin tone. Kept on this device and nowhere else.

import { keyOf, type EmojiChoice } from './choice';

/** A choice, and how much it weighed when it was last made. */
export interface Use {
  choice: EmojiChoice;
  weight: number;
  atMs: number;
}

const KEPT_AS = 'parvis.emojis';
const TONE_KEPT_AS = 'parvis.skin_tone';
const USES_MAX = 64;
/** After so long a use counts half. */
const HALF_LIFE_MS = 14 * 86_400_000;

/** The uses with one more. Those that weigh least are forgotten. */
export function withUse(uses: readonly Use[], choice: EmojiChoice, nowMs: number): Use[] {
  const key = keyOf(choice);
  const before = uses.find((use) => keyOf(use.choice) === key);
  const weight = 1 + (before ? weightAt(before, nowMs) : 0);
  const others = uses.filter((use) => use !== before);
  return ranked([{ choice, weight, atMs: nowMs }, ...others], nowMs).slice(0, USES_MAX);
}

/** The most used first; of two that are equal, the newer one. */
export function ranked(uses: readonly Use[], nowMs: number): Use[] {
  return [...uses].sort((a, b) => weightAt(b, nowMs) - weightAt(a, nowMs) || b.atMs - a.atMs);
}

function weightAt(use: Use, nowMs: number): number {
  return use.weight * 0.5 ** (Math.max(0, nowMs - use.atMs) / HALF_LIFE_MS);
}

/** Remembers a choice. */
export function noteUse(choice: EmojiChoice): void {
  keep(KEPT_AS, JSON.stringify(withUse(readUses(localStorage.getItem(KEPT_AS)), choice, Date.now())));
}

/** The choices made most. */
export function recentEmojis(limit: number): EmojiChoice[] {
  return ranked(readUses(localStorage.getItem(KEPT_AS)), Date.now())
    .slice(0, limit)
    .map((use) => use.choice);
}

/** 0 is yellow, 1 to 5 go from light to dark. */
export function skinTone(): number {
  const tone = Number(localStorage.getItem(TONE_KEPT_AS));
  return Number.isInteger(tone) && tone >= 0 && tone <= 5 ? tone : 0;
}

export function setSkinTone(tone: number): void {
  keep(TONE_KEPT_AS, String(tone));
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A full or forbidden storage costs only the convenience.
  }
}

/** What was kept, without whatever is not what this program writes. */
export function readUses(json: string | null): Use[] {
  try {
    const kept: unknown = JSON.parse(json ?? '[]');
    return Array.isArray(kept) ? kept.filter(isUse) : [];
  } catch {
    return [];
  }
}

function isUse(value: unknown): value is Use {
  if (!isRecord(value) || typeof value['weight'] !== 'number' || typeof value['atMs'] !== 'number') return false;
  const choice = value['choice'];
  if (!isRecord(choice) || typeof choice['name'] !== 'string') return false;
  if (choice['kind'] === 'unicode') return typeof choice['emoji'] === 'string';
  return choice['kind'] === 'custom' && typeof choice['id'] === 'string' && typeof choice['animated'] === 'boolean';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
