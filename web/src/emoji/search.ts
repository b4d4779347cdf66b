//! Finds emojis by what they are called, in the reader's language and by their English shortcodes.

import type { Emoji, Emojis } from './data';

/** Longer searches are cut: no name has as many words. */
const QUERY_LENGTH_MAX = 64;

interface Entry {
  emoji: Emoji;
  name: string;
  nameWords: readonly string[];
  words: readonly string[];
  shortcodes: readonly string[];
}

const indexes = new WeakMap<Emojis, readonly Entry[]>();

/** Emojis for which every word of the search starts a word of theirs, the best first. */
export function searchEmojis(emojis: Emojis, query: string, limit = Infinity): Emoji[] {
  const sought = wordsOf(query.slice(0, QUERY_LENGTH_MAX));
  if (sought.length === 0) return [];
  const whole = sought.join(' ');
  return indexOf(emojis)
    .map((entry) => ({ emoji: entry.emoji, rank: rankOf(entry, sought, whole) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ emoji }) => emoji);
}

/** The text in lower case and without accents, so that "ecole" finds "École". */
export function foldText(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/œ/gu, 'oe').replace(/æ/gu, 'ae').replace(/ß/gu, 'ss');
}

function wordsOf(text: string): string[] {
  return foldText(text)
    .split(/[^\p{L}\p{N}+]+/u)
    .filter((word) => word !== '');
}

function indexOf(emojis: Emojis): readonly Entry[] {
  let index = indexes.get(emojis);
  if (index === undefined) {
    index = emojis.all.map((emoji) => {
      const nameWords = wordsOf(emoji.name);
      const words = [...emoji.words, ...emoji.shortcodes].flatMap(wordsOf);
      return { emoji, name: nameWords.join(' '), nameWords, words, shortcodes: emoji.shortcodes.map((it) => wordsOf(it).join(' ')) };
    });
    indexes.set(emojis, index);
  }
  return index;
}

/** 0 is what was meant without doubt; what does not fit at all is infinitely far. */
function rankOf(entry: Entry, sought: readonly string[], whole: string): number {
  const starts = (words: readonly string[], start: string) => words.some((word) => word.startsWith(start));
  if (!sought.every((word) => starts(entry.nameWords, word) || starts(entry.words, word))) return Infinity;
  if (entry.name === whole || entry.shortcodes.includes(whole)) return 0;
  if (entry.name.startsWith(whole) || entry.shortcodes.some((it) => it.startsWith(whole))) return 1;
  if (sought.every((word) => starts(entry.nameWords, word))) return 2;
  return sought.every((word) => entry.nameWords.includes(word) || entry.words.includes(word)) ? 3 : 4;
}
